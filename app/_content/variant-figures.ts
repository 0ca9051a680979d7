import { type Figures, metricNames, summaryRows } from '../../components/charts/figures.ts';
import { seriesOfExperiment } from '../../components/charts/series.ts';
import { atWords } from '../../components/charts/sweep-words.ts';
import type { Experiment } from '../../protocol/experiment.ts';
import type { MetricName } from '../../protocol/metrics.ts';
import type { Recording } from '../../protocol/result.ts';

/** What readers compare servers and programs by; of these, what a recording holds. */
const shown: readonly MetricName[] = [
  'throughput',
  'capacity',
  'cpuPerRequest',
  'idleMemory',
  'loadedMemory',
  'peakMemory',
  'held',
  'startUp',
  ...metricNames.filter((name) => /Each$|^(size|fileSize|operations|kept|growth)$/.test(name)),
];

/** A row of a recording that holds figures of one server or program. */
export interface RecordedFigures {
  readonly experiment: Experiment;
  readonly recording: Recording;
  /** Which of its series, and where: "rust/hyper on 2 cores". */
  readonly what: string;
  readonly figures: Figures;
}

/** All figures of a variant in the recordings; blocks before looks where a recording has both. */
export function recordedFigures(
  variant: string,
  recorded: readonly { experiment: Experiment; recording: Recording }[],
): RecordedFigures[] {
  return recorded.flatMap(({ experiment, recording }) => {
    const { points, plan } = recording.result;
    const rows = summaryRows(
      seriesOfExperiment(experiment),
      points.filter((point) => point.variant === variant),
      plan.sweep,
    );
    const best = new Map(rows.map((row) => [`${row.label} ${row.x}`, row]));
    return [...best.values()].map(({ label, x, figures }) => ({
      experiment,
      recording,
      what: `${label}${atWords(plan.sweep, x)}`,
      figures: Object.fromEntries(
        shown.flatMap((name) => (figures[name] === undefined ? [] : [[name, figures[name]]])),
      ) as Figures,
    }));
  });
}

/** The columns that any of these rows has, in the order in which they are shown. */
export const metricsIn = (rows: readonly RecordedFigures[]): MetricName[] =>
  shown.filter((name) => rows.some(({ figures }) => figures[name] !== undefined));
