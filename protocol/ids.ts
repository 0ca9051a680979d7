import { z } from 'zod';

/** Runs, labs and terminals: never part of a path, only looked up in a Map. */
export const idSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
/** A claim of the ledger, `theme.name`. `course.*` are sentences of the course itself. */
export const claimIdSchema = z.string().regex(/^[a-z]+\.[a-z0-9][a-z0-9-]{0,63}$/);
/** A server under test, `language/name`: the path of its folder is its id. */
export const variantIdSchema = z.string().regex(/^[a-z]+\/[a-z0-9][a-z0-9-]{0,63}$/);
/** SHA-256 in hexadecimal. */
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** A finite number that is not negative. */
export const amountSchema = z.number().nonnegative();
/** A whole number that is not negative. */
export const countSchema = z.int().nonnegative();
