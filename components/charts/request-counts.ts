import type { Freeze } from '../../protocol/experiment.ts';
import type { Sample } from '../../protocol/sample.ts';
import type { DataTable } from './data-table.ts';
import { fixed, list } from './format.ts';
import { inSentence, type SeriesInfo } from './series.ts';

/** How many requests of a load there had been at a moment, since it began to be measured. */
export interface Counts {
  /** Since then, in milliseconds. */
  readonly ms: number;
  /** Due by the plan; a closed loop has none. */
  readonly planned: number | undefined;
  readonly sent: number;
  readonly answered: number;
}

/** A load on a server that was made to stand still. */
export interface CountedLoad {
  readonly series: SeriesInfo;
  readonly index: number;
  readonly counts: readonly Counts[];
  /** The most that were due, or sent where nothing is planned, and had no answer. */
  readonly waiting: number;
}

/** When the server stands still for the first time, in milliseconds since it is measured. */
export function firstStall({ everyMs, forMs }: Freeze): { from: number; to: number } {
  return { from: (everyMs - forMs) / 2, to: (everyMs + forMs) / 2 };
}

/** Requests planned, sent and answered so far, at the end of each interval of a series' look. */
export function countedLoads(series: readonly SeriesInfo[], samples: readonly Sample[]): CountedLoad[] {
  return series.flatMap((info, index) => {
    const own = samples.filter(
      ({ series: id, kind, phase }) => id === info.id && kind === 'look' && phase === 'measure',
    );
    const [first] = own;
    if (!first) return [];
    const begunMs = first.atMs - first.spanMs;
    const open = first.offered !== undefined;
    let planned = 0;
    let answered = 0;
    const counts = own.map(({ atMs, spanMs, offered = 0, ok, failed, inFlight }): Counts => {
      planned += (offered * spanMs) / 1000;
      answered += ok + failed;
      return { ms: atMs - begunMs, planned: open ? planned : undefined, sent: answered + inFlight, answered };
    });
    return [{ series: info, index, counts, waiting: Math.max(...counts.map(waitingAt)) }];
  });
}

const waitingAt = ({ planned, sent, answered }: Counts) => Math.max(0, Math.round((planned ?? sent) - answered));

/** Who waited during the stall, with each load. */
export function countsSentence(loads: readonly CountedLoad[]): string {
  if (loads.length === 0) return 'Nothing is measured yet.';
  const each = loads.map(({ series, waiting }) => `up to ${fixed(waiting, 0)} with ${inSentence(series.label)}`);
  return `Requests that waited at one time: ${list(each)}.`;
}

export function countsTable(name: string, loads: readonly CountedLoad[]): DataTable {
  return {
    name,
    caption: 'Requests since the load is measured, at the end of each interval',
    columns: [
      { name: 'Name' },
      { name: 'Time', unit: 's', digits: 2 },
      { name: 'Planned', digits: 0 },
      { name: 'Sent', digits: 0 },
      { name: 'Answered', digits: 0 },
      { name: 'Without an answer', digits: 0 },
    ],
    rows: loads.flatMap(({ series, counts }) =>
      counts.map((at) => [series.label, at.ms / 1000, at.planned, at.sent, at.answered, waitingAt(at)]),
    ),
  };
}
