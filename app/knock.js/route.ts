import { plainScript } from '../_content/plain-script.ts';

export const dynamic = 'force-static';

/** The worker that asks whether the sandbox is there. */
export const GET = (): Response => plainScript('knock-worker', 'components', 'connection');
