import { createHash } from 'node:crypto';
import { metricWords } from '../../components/charts/sweep-sentences.ts';
import { sweepName } from '../../components/charts/sweep-words.ts';
import { type Asked, type Expected, seriesToDraw } from '../../components/islands/prediction.ts';
import type { ProseProps } from '../../components/prose/vocabulary.ts';
import type { At, Experiment } from '../../protocol/experiment.ts';
import type { MetricName } from '../../protocol/metrics.ts';
import type { Plan } from '../../protocol/plan.ts';
import { sweepOn } from '../../stats/compile-plan.ts';
import { readRecording } from './experiments.ts';

/** The smallest host that runs everything: what the page assumes before it knows the reader's. */
const TWO_CORES = [0, 1];

/** What a run of an experiment sweeps: as it was recorded, else as two cores would. */
export const sweepOfPage = (experiment: Experiment): Plan['sweep'] =>
  readRecording(experiment.id)?.result.plan.sweep ?? sweepOn(experiment, TWO_CORES);

/** The value of an `at` attribute: `most` when there is none. */
export const atOf = (text: string | undefined): At =>
  text === undefined || text === 'most' ? 'most' : text === 'least' ? 'least' : Number(text);

/** What a prediction is about when its author does not say: speed-up over cores, else what the experiment asks first. */
export function metricAsked({ sweep, load, questions }: Experiment): MetricName {
  if (sweep.over === 'cores' && load.kind !== 'program') return 'speedUp';
  return questions[0]?.metric ?? 'throughput';
}

/** A `Predict` of a lesson as the page gets it. Its id is made from all that it asks: edited, it asks anew. */
export function askedBy(
  props: ProseProps<'Predict'>,
  experiment: Experiment,
  options: readonly ProseProps<'Option'>[],
): Asked {
  const metric = props.metric ?? metricAsked(experiment);
  const all = experiment.series.map(({ id }) => id);
  const series = 'series' in props && props.series ? props.series.split(/, ?/) : undefined;
  switch (props.kind) {
    case 'curve': {
      const ask =
        props.ask ?? `Draw the ${metricWords(metric)} that you expect, over ${sweepName(sweepOfPage(experiment))}.`;
      const scale = props.to === undefined ? {} : { scale: { from: Number(props.from ?? 0), to: Number(props.to) } };
      const id = `curve-${metric.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
      return { kind: 'curve', id, ask, metric, series: series ?? seriesToDraw(experiment), ...scale };
    }
    case 'rank':
      return named({ kind: 'rank', ask: props.ask, metric, place: atOf(props.at), series: series ?? all });
    case 'number':
      return named({ kind: 'number', ask: props.ask, metric, place: atOf(props.at), series: props.series });
    case 'choose': {
      const by = props.claim
        ? { claim: props.claim }
        : { metric, series: props.series ?? (all[0] as string), place: atOf(props.at) };
      const said = options.map(({ says, outcome, from, to }) => ({
        says,
        ...(outcome ? { outcome } : {}),
        ...(from === undefined ? {} : { from: Number(from) }),
        ...(to === undefined ? {} : { to: Number(to) }),
      }));
      return named({ kind: 'choose', ask: props.ask, by, options: said });
    }
  }
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

const named = (asked: WithoutId<Asked>): Asked => ({ ...asked, id: `${asked.kind}-${shortHash(asked)}` }) as Asked;

/** Of what a reader's answer is kept under: another text is another question. */
export const shortHash = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

export const expectationOf = (asked: Asked): Expected => ({
  id: asked.id,
  kind: asked.kind,
  metric: asked.kind === 'choose' ? ('metric' in asked.by ? asked.by.metric : undefined) : asked.metric,
});
