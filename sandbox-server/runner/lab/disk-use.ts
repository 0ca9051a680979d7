import { text } from 'node:stream/consumers';
import { spawnClean } from './spawn-clean.ts';

export interface DiskUse {
  readonly bytes: number;
  readonly files: number;
}

const COUNT = 'du -sx --block-size=1 /home /tmp && du -sx --inodes /home /tmp';
const MOST_MS = 10_000;

/**
 * What two directories of a lab take on the disk; undefined when it cannot be counted. A sandbox of its own counts, which
 * sees these two and nothing else: no name in them can lead us anywhere, and no program of the lab can hinder it.
 */
export async function diskUse(home: string, tmp: string): Promise<DiskUse | undefined> {
  const child = spawnClean({
    argv: [
      'bwrap',
      '--unshare-all',
      '--die-with-parent',
      // A directory that its owner has closed to everybody is counted too.
      ...['--uid', '0', '--gid', '0', '--cap-add', 'CAP_DAC_READ_SEARCH'],
      ...['--ro-bind', '/usr', '/usr'],
      ...['bin', 'lib', 'lib64'].flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
      ...['--ro-bind', home, '/home', '--ro-bind', tmp, '/tmp'],
      ...['--', 'timeout', String(MOST_MS / 1000), 'sh', '-c', COUNT],
    ],
    stdio: ['ignore', 'pipe', 'ignore'],
    session: 'group',
  });
  child.on('error', () => {});
  const counts = (await text(child.stdout as NodeJS.ReadableStream)).trimEnd().split('\n');
  const [homeBytes, tmpBytes, homeFiles, tmpFiles] = counts.map((line) => Number.parseInt(line, 10));
  const use = { bytes: Number(homeBytes) + Number(tmpBytes), files: Number(homeFiles) + Number(tmpFiles) };
  return Number.isFinite(use.bytes) && Number.isFinite(use.files) ? use : undefined;
}
