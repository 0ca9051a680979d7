import type { Readable } from 'node:stream';
import { ProblemError } from '../../../protocol/errors.ts';
import { MAX_ARCHIVE_BYTES } from '../../../protocol/lab-files.ts';
import type { Lab } from './lab.ts';

/*
 * Files of a lab come and go as one archive. Programs inside pack and unpack it, with the lab's own view and rights: we
 * follow no name of a lab and open nothing below its folders. What they say is bytes.
 */
const MOST_MS = 30_000;
const MOST_UNPACKED_BYTES = 200 * 1024 ** 2;
const MOST_ENTRIES = 5000;
const MOST_WORDS = 1000;
/** How the scripts say that it is the archive's fault. */
const REFUSED = 3;

/**
 * Files only: links could point anywhere. What can be built or fetched again stays behind, and so does the database of a
 * server that runs. A program of the lab may write or delete meanwhile (1: a file changed): all others are worth having.
 */
const SAVE = `cd "$HOME" && find . \\( -name node_modules -o -name target -o -name .cache -o -name .cargo -o -name .m2 -o -name .npm -o -name '.postgres-*' \\) -prune \\
  -o -type f -print0 | tar -czf - --ignore-failed-read --null --no-recursion -T - || [ $? = 1 ]`;

/** Into a new folder, so that nothing is written over; looked through before anything of it is made. */
const BRING = `refuse() { echo "$1" >&2; exit ${REFUSED}; }
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 1
cat > packed
gzip -dc packed 2> /dev/null | head -c "$(($1 + 1))" > all
[ "$(wc -c < all)" -le "$1" ] || refuse "Unpacked it is more than $(($1 / 1048576)) MiB."
gzip -t packed 2> /dev/null || refuse "It is no whole .tar.gz archive."
{ tar -tvf all > list && tar -tf all > names; } 2> /dev/null || refuse "It is no .tar.gz archive."
[ "$(wc -l < list)" -le "$2" ] || refuse "It holds more than $2 files and folders."
other=$(grep -m 1 '^[^d-]' list) && refuse "It holds something that is neither file nor folder: $other"
out=$(grep -E -m 1 '^/|(^|/)[.][.](/|$)' names) && refuse "It holds a name that leads out of its folder: $out"
n=1; to=brought
until mkdir "$HOME/$to" 2> /dev/null; do n=$((n + 1)); to=brought-$n; [ "$n" -le 100 ] || exit 1; done
tar -xf all -C "$HOME/$to" --no-same-owner --no-same-permissions || exit 1
echo "$to"`;

/**
 * What is in a lab's home, as .tar.gz.
 * @throws ProblemError `too-large`, `lab-failed`
 */
export async function saveFiles(lab: Lab): Promise<Buffer> {
  const { out, code, words } = await inLab(lab, ['sh', '-c', SAVE]);
  if (out.isCut)
    throw new ProblemError(
      'too-large',
      `Packed, the files of the lab are more than ${MAX_ARCHIVE_BYTES / 1024 ** 2} MiB. Delete what can be made again.`,
    );
  if (code !== 0) throw new ProblemError('lab-failed', 'The files of the lab could not be packed.', words);
  return out.bytes;
}

/**
 * Unpacks a .tar.gz into a new folder of a lab's home.
 * @returns the name of the folder
 * @throws ProblemError `malformed` when the archive is refused, `lab-failed`
 */
export async function bringFiles(lab: Lab, archive: Uint8Array): Promise<string> {
  const limits = [MOST_UNPACKED_BYTES, MOST_ENTRIES].map(String);
  const { out, code, words } = await inLab(lab, ['sh', '-c', BRING, 'bring', ...limits], archive);
  if (code === REFUSED) throw new ProblemError('malformed', `The archive was not unpacked. ${words.trim()}`);
  const folder = /^brought(-\d+)?$/.exec(out.bytes.toString().trim())?.[0];
  if (code !== 0 || folder === undefined)
    throw new ProblemError('lab-failed', 'The archive could not be unpacked.', words);
  return folder;
}

async function inLab(lab: Lab, argv: readonly string[], input?: Uint8Array) {
  const child = await lab.spawn({ argv, stdin: input !== undefined });
  const late = setTimeout(() => void child.stop(0), MOST_MS);
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  const [out, words, { code }] = await Promise.all([
    firstBytes(child.stdout, MAX_ARCHIVE_BYTES),
    firstBytes(child.stderr, MOST_WORDS),
    child.exited,
  ]);
  clearTimeout(late);
  return { out, code, words: words.bytes.toString() };
}

/** The beginning of what a program says; the rest is read and forgotten. */
async function firstBytes(stream: Readable, most: number): Promise<{ bytes: Buffer; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (length <= most) chunks.push(chunk);
    length += chunk.length;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, most), isCut: length > most };
}
