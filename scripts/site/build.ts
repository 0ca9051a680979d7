import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkCourse } from '../../app/_content/check-lesson.ts';
import { siteAddress } from './address.ts';
import { compressSite } from './compress.ts';
import { finishExport } from './finish-export.ts';
import { writeForPrograms } from './for-programs.ts';
import { writeSearchIndex } from './search-index.ts';
import { drawSharePictures } from './share-pictures.ts';
import { writeShareTags } from './share-tags.ts';
import { stampOffline } from './stamp-offline.ts';

/**
 * Builds the site into `out/`: check of the content, export, finish, what search and other programs read, compression.
 * One line a stage. `--fast`, for the first start, draws no pictures and compresses less.
 */
const root = join(import.meta.dirname, '..', '..');
process.chdir(root);
const out = join(root, 'out');
const { values } = parseArgs({ options: { fast: { type: 'boolean', default: false } } });
let address: URL | undefined;

const stages: Record<string, () => Promise<string>> = {
  'Checking the lessons': async () => {
    address = siteAddress(process.env['LOADSTONE_ADDRESS']);
    const { lessons, recorded } = await checkCourse();
    return `${lessons} found, ${recorded} recorded runs`;
  },
  'Building the pages': async () => {
    rmSync(out, { recursive: true, force: true });
    await exportPages();
    return 'exported';
  },
  'Taking the scripts out of the first load': async () => {
    const { pages, live } = finishExport(out);
    return `${pages} pages, ${live} with live parts`;
  },
  'Writing the search index': async () => `${writeSearchIndex(out).entries} places`,
  'Writing for other programs': async () => `${(await writeForPrograms(out, address)).lessons} lessons as Markdown`,
  ...(values.fast
    ? {}
    : { 'Drawing pictures for shared links': async () => `${(await drawSharePictures(out)).pictures} pictures` }),
  'Writing tags for shared links': async () => `${writeShareTags(out, address).pages} pages`,
  'Stamping the service worker': async () => stampOffline(out),
  Compressing: async () => `${(await compressSite(out, values)).files} files`,
};

for (const [name, stage] of Object.entries(stages)) {
  const from = performance.now();
  try {
    const found = await stage();
    process.stderr.write(`${name}: ${found} (${((performance.now() - from) / 1000).toFixed(1)} s)\n`);
  } catch (error) {
    process.stderr.write(`${name} failed. ${(error as Error).message}\n`);
    process.exit(1);
  }
}

/** `next build`; what it says is shown only when it fails. @throws with its last words */
function exportPages(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
      cwd: root,
      // The shell's types are stripped by Node itself, which calls that experimental.
      env: {
        ...process.env,
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk));
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`next build ended with ${code}:\n${said.slice(-6000)}`)),
    );
  });
}
