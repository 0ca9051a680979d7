import { plainScript } from '../_content/plain-script.ts';

export const dynamic = 'force-static';

/** The service worker of static hosts. The step after the export writes its build into it. */
export const GET = (): Response => plainScript('offline');
