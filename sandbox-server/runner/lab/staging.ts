import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ProblemError } from '../../../protocol/errors.ts';
import { hasOwnMounts } from './reaper.ts';

const run = promisify(execFile);

/** Only root can make it, so nobody can have planted anything here; each runner sees its own tmpfs on it. */
const STAGE = '/run/loadstone-labs';
const MOUNT_STAGE = 'mkdir -p -m 0711 "$1" && mount -t tmpfs -o size=1m,mode=0711,nosuid,nodev loadstone "$1"';
const BIND_ALL =
  'set -e; mkdir -m 0711 "$1"; shift; while [ $# -gt 0 ]; do mkdir "$2"; mount --bind "$1" "$2"; shift 2; done';
const LEAVE = 'cd "$1" && for d in *; do umount -l "$d"; rmdir "$d"; done; cd / && rmdir "$1"';

let mounted: Promise<unknown> | undefined;

/**
 * The same directories, each bind-mounted where the labs' unprivileged host user can reach it: it can enter
 * neither root's home nor our data directory, and needs no right there. Seen only in our own mount namespace.
 */
export async function stage<Name extends string>(
  labId: string,
  sources: Record<Name, string>,
): Promise<{ paths: Record<Name, string>; leave(): Promise<void> }> {
  if (!hasOwnMounts())
    throw new ProblemError(
      'lab-failed',
      'As root, labs need a mount namespace of their own: start the runner as runnerCommand says.',
    );
  mounted ??= run('sh', ['-c', MOUNT_STAGE, 'stage', STAGE]);
  await mounted;
  const base = `${STAGE}/${labId}`;
  const names = Object.keys(sources) as Name[];
  const paths = Object.fromEntries(names.map((name) => [name, `${base}/${name}`])) as Record<Name, string>;
  await run('sh', ['-c', BIND_ALL, 'stage', base, ...names.flatMap((name) => [sources[name], paths[name]])]);
  return {
    paths,
    leave: async () => {
      await run('sh', ['-c', LEAVE, 'stage', base]);
    },
  };
}
