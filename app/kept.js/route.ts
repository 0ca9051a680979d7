import { plainScript } from '../_content/plain-script.ts';

export const dynamic = 'force-static';

/** What brings browser and hub together at the sign-in, where React is not there. */
export const GET = (): Response => plainScript('kept', 'components', 'connection');
