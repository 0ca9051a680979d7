import type { HostCard } from '../../protocol/host.ts';
import type { Recording } from '../../protocol/result.ts';
import { Facts } from '../ui/facts.tsx';
import styles from './charts.module.css';
import { day } from './format.ts';
import { hostWords, isolationWords } from './verdict-words.ts';

/** The badge that every number carries: where it was measured. */
export function RecordedBadge({ recording }: { recording: Recording }) {
  return (
    <p className={styles.badge} data-kind="recorded">
      Recorded on {hostWords(recording.result.host)}, {day(recording.recordedAt)}
    </p>
  );
}

export function LiveBadge({
  kind = 'live',
  children = 'Live on this machine',
}: {
  kind?: 'live' | 'recorded';
  children?: string;
}) {
  return (
    <p className={styles.badge} data-kind={kind}>
      {children}
    </p>
  );
}

/** The machine card: what a reader needs to compare a number with one of their own. */
export function HostFacts({ host }: { host: HostCard }) {
  const facts: [string, string][] = [
    ['Processor', host.cpuModel],
    ['Cores', `${host.usableCores.length} usable, ${host.physicalCores.length} of them physical`],
    ['Memory', `${(host.memoryBytes / 2 ** 30).toFixed(1)} GiB`],
    ['System', `${host.os}, ${host.kernel}`],
    ...(host.hypervisor ? [['Guest of', host.hypervisor] as [string, string]] : []),
    ['Isolation of the servers', isolationWords(host)],
    ['Open files', host.openFiles.toLocaleString('en-GB')],
    [
      'Versions',
      Object.entries(host.versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
  ];
  return <Facts rows={facts} />;
}
