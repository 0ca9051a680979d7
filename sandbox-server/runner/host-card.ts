import { execFileSync } from 'node:child_process';
import { cpus, machine, release, totalmem, type } from 'node:os';
import type { HostCard, Isolation } from '../../protocol/host.ts';
import { usableCores as coresToUse, physicalCores } from '../../stats/core-split.ts';
import { textOf } from '../text-file.ts';

const CPUS = '/sys/devices/system/cpu';
const NODES = '/sys/devices/system/node';

/** Reads what this machine is. `/proc` and `/sys` where there are any; what is unknown is left out. */
export function readHostCard(
  isolation: Isolation,
  versions: Record<string, string>,
  labLimits?: HostCard['labLimits'],
): HostCard {
  const usableCores = affinity();
  const near = parseCoreList(textOf(`${NODES}/online`)).map((node) =>
    parseCoreList(textOf(`${NODES}/node${node}/cpulist`)),
  );
  const allPhysical = physicalCores(
    usableCores,
    (core) => parseCoreList(textOf(`${CPUS}/cpu${core}/topology/thread_siblings_list`)),
    (core) =>
      firstNumber(textOf(`${CPUS}/cpu${core}/cpu_capacity`), textOf(`${CPUS}/cpu${core}/cpufreq/cpuinfo_max_freq`)),
    (core) => near.findIndex((cores) => cores.includes(core)),
  );
  const hypervisor = /^Hypervisor vendor:\s*(.+)$/m.exec(output('lscpu', []))?.[1];
  return {
    cpuModel: cpus()[0]?.model.trim() || machine(),
    usableCores,
    // A quota pays for whole cores, not for hardware threads of them.
    physicalCores: coresToUse({ affinity: allPhysical, quotaCores: cpuQuota() }),
    memoryBytes: totalmem(),
    os: /^PRETTY_NAME="?([^"\n]+)/m.exec(textOf('/etc/os-release'))?.[1] ?? type(),
    kernel: release(),
    ...(hypervisor ? { hypervisor } : {}),
    isolation,
    ...(isolation === 'pod' && labLimits ? { labLimits } : {}),
    openFiles: Number(/^Max open files\s+(\d+)/m.exec(textOf('/proc/self/limits'))?.[1] ?? 0),
    versions: { node: process.version, ...versions },
  };
}

/** Core numbers of a list like `0-3,8`, as the kernel writes it; none of an empty one. */
export function parseCoreList(text: string): number[] {
  return text
    .trim()
    .split(',')
    .filter(Boolean)
    .flatMap((part) => {
      const [from, to = from] = part.split('-').map(Number);
      return from === undefined || to === undefined || Number.isNaN(from)
        ? []
        : Array.from({ length: to - from + 1 }, (_, i) => from + i);
    });
}

/** Cores that a CPU quota of this process's control group pays for; undefined without one. */
function cpuQuota(): number | undefined {
  const groups = textOf('/proc/self/cgroup').split('\n');
  const pathOf = (controller: string) => groups.find((line) => line.split(':')[1] === controller)?.split(':')[2] ?? '/';
  const above = parts(pathOf(''));
  const [most, unified] =
    above
      .map((path) => textOf(`/sys/fs/cgroup${path}/cpu.max`).split(' ').map(Number) as [number, number])
      .filter(([quota]) => quota > 0)
      .sort(([a, b], [c, d]) => a / b - c / d)[0] ?? [];
  const folder = `/sys/fs/cgroup/cpu${pathOf('cpu')}`;
  const quota = most || Number(textOf(`${folder}/cpu.cfs_quota_us`));
  const period = unified || Number(textOf(`${folder}/cpu.cfs_period_us`));
  return quota > 0 && period > 0 ? quota / period : undefined;
}

/** A group and those above it, each of which may have a quota: `/a/b`, `/a`, and the root. */
function parts(path: string): string[] {
  const names = path.split('/').filter(Boolean);
  return names.map((_, i) => `/${names.slice(0, names.length - i).join('/')}`).concat('');
}

const firstNumber = (...texts: string[]) => texts.map(Number).find((value) => value > 0);

function affinity(): number[] {
  const allowed = /^Cpus_allowed_list:\s*(.+)$/m.exec(textOf('/proc/self/status'))?.[1];
  return allowed ? parseCoreList(allowed) : cpus().map((_, i) => i);
}

function output(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 10_000 });
  } catch {
    return '';
  }
}
