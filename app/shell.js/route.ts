import { plainScript } from '../_content/plain-script.ts';

export const dynamic = 'force-static';

/** What every page needs before React, one file for all pages. */
export const GET = (): Response => plainScript('shell');
