'use client';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { HostCard } from '../../protocol/host.ts';
import { isFinal } from '../../protocol/messages.ts';
import type { MetricName } from '../../protocol/metrics.ts';
import { count, list, moment } from '../charts/format.ts';
import { LiveBadge } from '../charts/host-line.tsx';
import { type SeriesInfo, seriesOfPlan } from '../charts/series.ts';
import { SpeedUpChart } from '../charts/speed-up-chart.tsx';
import { SweepChart } from '../charts/sweep-chart.tsx';
import { metricName } from '../charts/sweep-sentences.ts';
import { TableView } from '../charts/table-view.tsx';
import { hostWords, tierWord } from '../charts/verdict-words.ts';
import { compareHref, hrefOf, originOf, type ResultRef } from '../connection/results.ts';
import type { RunRecord } from '../connection/run-reducer.ts';
import { useConnection, useLive, usePresence } from '../connection/use-live.ts';
import { Downloads, tableFiles } from '../ui/downloads.tsx';
import { Choice } from './choice.tsx';
import styles from './islands.module.css';
import { type Choosable, useChoosable } from './result-choice.ts';
import { type Compared, comparedTable, sharedMetrics } from './result-compared.ts';
import { type Difference, differences, sameMachine } from './result-differences.ts';
import { useRecord } from './result-record.ts';
import { progress, statusLine } from './run-words.ts';
import { Words } from './words.tsx';

interface Address {
  readonly a: ResultRef | undefined;
  readonly b: ResultRef | undefined;
  readonly metric: string | undefined;
}

/** Two results on the same axes: /compare?a=…&b=…, each an own run, an imported result or a recording. */
export function CompareView() {
  const root = useRef<HTMLElement>(null);
  const present = usePresence();
  useConnection(present);
  const state = useLive(root);
  const [address, setAddress] = useState<Address>();
  useEffect(() => setAddress(addressOf(new URLSearchParams(location.search))), []);
  const choosable = useChoosable(present);
  const a = useRecord(address?.a, present, state);
  const b = useRecord(address?.b, present, state);
  const go = (change: Partial<Address>) => {
    const next = { a: undefined, b: undefined, metric: undefined, ...address, ...change };
    setAddress(next);
    const query = Object.entries(next).filter((pair): pair is [string, string] => pair[1] !== undefined);
    history.replaceState(null, '', `?${new URLSearchParams(query)}`.replaceAll('%3A', ':'));
  };
  return (
    <section ref={root} className={styles.island} data-live aria-label="Comparison">
      {address && (
        <div className={styles.sides}>
          <Side
            name="A"
            at={address.a}
            {...a}
            choosable={choosable}
            host={state.host}
            onChoose={(to) => go({ a: to })}
          />
          <Side
            name="B"
            at={address.b}
            {...b}
            choosable={choosable}
            host={state.host}
            onChoose={(to) => go({ b: to })}
          />
        </div>
      )}
      {a.record && b.record && address?.a && address.b ? (
        <Both
          a={settled(a.record)}
          b={settled(b.record)}
          metric={address.metric}
          onMetric={(metric) => go({ metric })}
          host={state.host}
        />
      ) : (
        <p className={styles.status}>
          Choose a result for each side: a run of your own, one that you imported, or a recording of the course.
        </p>
      )}
      {address?.a && address.b && (
        <p className={styles.note}>
          <a href={compareHref(address.b, address.a)}>Swap A and B</a>
        </p>
      )}
    </section>
  );
}

/** Once a run has a result, that is what counts of it. */
const settled = (record: RunRecord): RunRecord => ({ ...record, points: record.result?.points ?? record.points });

function addressOf(query: URLSearchParams): Address {
  const ref = (name: string) => {
    const value = query.get(name) ?? '';
    return originOf(value) ? value : undefined;
  };
  return { a: ref('a'), b: ref('b'), metric: query.get('metric') ?? undefined };
}

const originWords = { own: 'Measured on this machine', import: 'Imported from another machine', recording: 'Recorded' };

function Side({
  name,
  at,
  record,
  words,
  choosable,
  host: here,
  onChoose,
}: {
  name: 'A' | 'B';
  at: ResultRef | undefined;
  record: RunRecord | undefined;
  words: string | undefined;
  choosable: readonly Choosable[];
  host: HostCard | undefined;
  onChoose: (ref: ResultRef) => void;
}) {
  const origin = at ? originOf(at) : undefined;
  const { result, status, plan } = record ?? {};
  const host = result?.host ?? (origin === 'own' ? here : undefined);
  const known = choosable.some(({ value }) => value === at);
  const running = status !== undefined && !isFinal(status.state);
  return (
    <article className={styles.side}>
      <h2>{name}</h2>
      <Choice
        label={`Result ${name}`}
        value={at ?? ''}
        options={[
          ...(at === undefined ? [{ value: '', name: 'choose one' }] : known ? [] : [{ value: at, name: at }]),
          ...choosable,
        ]}
        onChoose={(to) => to && onChoose(to)}
      />
      {words && (
        <p>
          <Words text={words} />
        </p>
      )}
      {origin && record && at && (
        <>
          <LiveBadge kind={origin === 'own' ? 'live' : 'recorded'}>
            {running ? 'Running on this machine' : originWords[origin]}
          </LiveBadge>
          <p className={styles.note}>
            <a href={hrefOf(at)}>{result?.title ?? record.experiment}</a>
            {(status || plan) && `, ${tierWord[status?.tier ?? plan?.tier ?? 'look']}`}
            {result && `, ${moment(result.startedAt)}`}
            {host && (
              <>
                <br />
                {hostWords(host)}
              </>
            )}
          </p>
          {running && <Progress record={record} />}
        </>
      )}
    </article>
  );
}

function Progress({ record }: { record: RunRecord }) {
  const { done, steps } = progress(record);
  return (
    <div className={styles.status}>
      <progress max={steps} value={done} aria-label="Steps of the run" />
      <p>{record.status && <Words text={statusLine(record.status, record.plan)} />}</p>
    </div>
  );
}

function Both({
  a,
  b,
  metric: wanted,
  onMetric,
  host: here,
}: {
  a: RunRecord;
  b: RunRecord;
  metric: string | undefined;
  onMetric: (metric: MetricName) => void;
  host: HostCard | undefined;
}) {
  const [left, right] = [comparedOf(a), comparedOf(b)];
  const series = useMemo(
    () => (a.plan && b.plan ? seriesOfBoth(seriesOfPlan(a.plan), seriesOfPlan(b.plan)) : []),
    [a.plan, b.plan],
  );
  if (!left || !right || !a.plan || !b.plan) return null;
  const [hostA, hostB] = [a.result?.host ?? here, b.result?.host ?? here];
  const oneMachine = hostA !== undefined && hostB !== undefined && sameMachine(hostA, hostB);
  const found = differences(described(a, a.plan, hostA), described(b, b.plan, hostB));
  if (a.experiment !== b.experiment || a.plan.sweep.over !== b.plan.sweep.over)
    return (
      <>
        <p className={styles.warning}>
          These are runs of two experiments, <code>{a.experiment}</code> and <code>{b.experiment}</code>: they share no
          axes, so there is nothing to put on one chart.
        </p>
        <Differences {...found} />
      </>
    );
  const asked = [...(a.result?.verdicts ?? []), ...(b.result?.verdicts ?? [])].map(({ metric }) => metric);
  const offered = sharedMetrics(left, right, asked);
  const metric = offered.find((name) => name === wanted) ?? offered[0];
  if (!metric) return <p className={styles.status}>Nothing is measured in both yet.</p>;
  const table = comparedTable(series, left, right, metric, oneMachine);
  const base = { name: 'dotted: B', points: b.points };
  const values = [...new Set([...a.plan.sweep.values, ...b.plan.sweep.values])].sort((x, y) => x - y);
  const missing = series.filter(({ id }) => ![a, b].every(({ points }) => points.some((point) => point.series === id)));
  return (
    <>
      <section className={styles.chartBlock} aria-label="Chart">
        <Choice
          label="Metric"
          value={metric}
          options={offered.map((value) => ({ value, name: metricName(value) }))}
          onChoose={onMetric}
        />
        {metric === 'speedUp' ? (
          <SpeedUpChart series={series} points={a.points} sweep={values} base={base} />
        ) : (
          <SweepChart
            series={series}
            points={a.points}
            metric={metric}
            sweep={{ ...a.plan.sweep, values }}
            base={base}
          />
        )}
        <p className={styles.note}>Lines and names are A; the same colours, dotted, are B.</p>
      </section>
      {table.rows.length > 0 ? (
        <section className={styles.chartBlock} aria-label="Differences in what was measured">
          <TableView table={table} />
          <Downloads files={tableFiles(table)} />
        </section>
      ) : (
        <p className={styles.status}>No point was measured in both.</p>
      )}
      {missing.length > 0 && (
        <p className={styles.note}>Only one of the two measured {list(missing.map(({ label }) => label))}.</p>
      )}
      <p className={styles.note}>
        {oneMachine
          ? 'Both were measured on this kind of machine, one after the other and not in turn. So a difference holds everything that changed in between: temperature, other programs, versions, the state of the memory. The interval is the scatter within the two runs and knows nothing of that. '
          : 'They were measured on different machines, so a ratio speaks of machine, system and code together. '}
        This is no verdict: for one, an experiment measures both sides in turn, block by block.{' '}
        <a href="/measuring">How Loadstone measures</a>
      </p>
      <Differences {...found} />
    </>
  );
}

const comparedOf = ({ plan, points, result }: RunRecord): Compared | undefined =>
  plan && { plan, points, floor: result?.floor };

function described(
  { experiment, status, result }: RunRecord,
  plan: NonNullable<RunRecord['plan']>,
  host: HostCard | undefined,
) {
  return {
    experiment,
    tier: status?.tier ?? plan.tier,
    plan,
    ...(host ? { host } : {}),
    ...(result ? { sources: result.sources } : {}),
  };
}

/** The series of A, and those that only B has. */
const seriesOfBoth = (a: readonly SeriesInfo[], b: readonly SeriesInfo[]): SeriesInfo[] => [
  ...a,
  ...b.filter(({ id }) => !a.some((own) => own.id === id)),
];

function Differences({ machine, settings, code }: ReturnType<typeof differences>) {
  const all = machine.length + settings.length + code.length;
  return (
    <section className={styles.differences} aria-label="What else differs">
      <h2>{all === 0 ? 'Nothing else differs' : `What else differs: ${count(all, 'thing')}`}</h2>
      {all === 0 && <p className={styles.note}>The same machine card, the same settings, the same sources.</p>}
      <DifferenceTable title="Machine" rows={machine} />
      <DifferenceTable title="Settings" rows={settings} />
      <DifferenceTable title="Source hashes" rows={code} />
    </section>
  );
}

function DifferenceTable({ title, rows }: { title: string; rows: readonly Difference[] }) {
  if (rows.length === 0) return null;
  const columns = [{ name: title }, { name: 'A', words: true }, { name: 'B', words: true }];
  return (
    <TableView table={{ name: title, caption: title, columns, rows: rows.map(({ what, a, b }) => [what, a, b]) }} />
  );
}
