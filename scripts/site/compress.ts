import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TEXT = new Set(['.html', '.js', '.css', '.svg', '.json', '.txt', '.xml', '.md']);
/** Below this a compressed copy saves nothing worth a file. */
const LEAST_BYTES = 256;

/** Writes `.br` and `.gz` beside every text file. `fast` is for the first start: a little larger, much sooner. */
export async function compressSite(folder: string, { fast }: { fast: boolean }): Promise<{ files: number }> {
  const names = globSync('**/*', { cwd: folder }).filter((name) => TEXT.has(extname(name)) && name !== '_csp.json');
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: fast ? 5 : 11 } };
  const done = await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      const bytes = await readFile(file);
      if (bytes.length < LEAST_BYTES) return 0;
      const [br, gz] = await Promise.all([
        promisify(brotliCompress)(bytes, quality),
        promisify(gzip)(bytes, { level: fast ? 6 : 9 }),
      ]);
      await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
      return 1;
    }),
  );
  return { files: done.reduce<number>((sum, one) => sum + one, 0) };
}
