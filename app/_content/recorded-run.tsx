import { RecordedBadge } from '../../components/charts/host-line.tsx';
import { seriesOfExperiment } from '../../components/charts/series.ts';
import { SpeedUpChart } from '../../components/charts/speed-up-chart.tsx';
import { ExperimentIsland } from '../../components/islands/experiment.tsx';
import type { Expected } from '../../components/islands/prediction.ts';
import type { Experiment } from '../../protocol/experiment.ts';
import type { Recording } from '../../protocol/result.ts';
import { readVariant } from './variants.ts';

/** The experiment, with its recorded run drawn at build: first paint, fallback, and the view without JavaScript. */
export function RecordedExperiment({
  experiment,
  recording,
  expected = [],
}: {
  experiment: Experiment;
  recording: Recording | undefined;
  /** Predictions that the lesson asks for. */
  expected?: readonly Expected[];
}) {
  const series = seriesOfExperiment(experiment);
  const variants = [...new Set(series.map(({ variant }) => variant))].flatMap((id) => readVariant(id) ?? []);
  const drawn = recording && {
    recording: atHand(recording),
    recordingHref: `/recordings/${experiment.id}.json`,
  };
  return (
    <div id={`run-${experiment.id}`} className="wide">
      <ExperimentIsland
        experiment={experiment}
        expected={expected}
        pageHashes={Object.fromEntries(variants.map(({ id, hash }) => [id, hash]))}
        {...drawn}
      >
        {!recording && (
          <p className="missing">
            This experiment is not recorded yet. With a sandbox it runs here, on your own cores.
          </p>
        )}
      </ExperimentIsland>
    </div>
  );
}

/** Fractions on a page have more digits than any figure shows; the file has them all. */
const PAGE_DIGITS = 6;

/** What a page holds of a recording: what is drawn only when the reader asks for it is read from the file then. */
function atHand(recording: Recording): Recording {
  const { result } = recording;
  const shown = { ...recording, result: { ...result, histograms: [], timeline: atOnce(result) } };
  return JSON.parse(JSON.stringify(shown), (_, value) =>
    typeof value === 'number' && !Number.isInteger(value) ? fewerDigits(value) : value,
  );
}

/** A figure that is rounded to still fewer digits then says what the file's own would: 102.7496 is no 102.75. */
function fewerDigits(value: number): number {
  for (let digits = PAGE_DIGITS; digits < 16; digits++) {
    const kept = Number(value.toPrecision(digits));
    if (range(1, PAGE_DIGITS).every((fewer) => kept.toPrecision(fewer) === value.toPrecision(fewer))) return kept;
  }
  return value;
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** Samples that are drawn with the page: around a stall that was made, where the course in time is the result. */
const atOnce = ({ plan, timeline }: Recording['result']) =>
  plan.freeze ? timeline.filter(({ kind, phase }) => kind === 'look' && phase === 'measure') : [];

/** The recorded curve alone, with its badge. */
export function RecordedCurve({ experiment, recording }: { experiment: Experiment; recording: Recording }) {
  const { points, plan } = recording.result;
  return (
    <>
      <RecordedBadge recording={recording} />
      <SpeedUpChart series={seriesOfExperiment(experiment)} points={points} sweep={plan.sweep.values} />
    </>
  );
}
