import { z } from 'zod';

/** Files of a lab as .tar.gz, either way: whatever can be saved can be brought. */
export const MAX_ARCHIVE_BYTES = 10 * 1024 ** 2;
export const ARCHIVE_TYPE = 'application/gzip';

/** The answer to an archive: the folder of the lab's home in which its files are now. */
export const broughtSchema = z.strictObject({ folder: z.string().max(100) });
