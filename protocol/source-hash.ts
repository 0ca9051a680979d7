import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * One hash for the files that make a variant: page, build, run, result and recording compare it, so that the
 * code on the page is the code that was measured. Each file counts with its path and length.
 */
export function sourceHash(files: readonly { path: string; text: string }[]): string {
  const hash = sha256.create();
  for (const { path, text } of files) {
    const bytes = utf8ToBytes(text);
    hash.update(utf8ToBytes(`${path}\n${bytes.length}\n`)).update(bytes);
  }
  return bytesToHex(hash.digest());
}
