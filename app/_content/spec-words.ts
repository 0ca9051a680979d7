import { fixed, list } from '../../components/charts/format.ts';
import { amount } from '../../components/charts/sweep-words.ts';
import {
  amongOf,
  besideOf,
  type Experiment,
  type Place,
  type Question,
  type ServerLoad,
} from '../../protocol/experiment.ts';
import { metrics } from '../../protocol/metrics.ts';
import { bandOf } from '../../stats/verdict.ts';

/** A spec in words: what is offered, what changes, what a question compares and when it holds. Pure. */

const values = (numbers: readonly number[], unit: string) => `${list(numbers.map(amount))}${unit && ` ${unit}`}`;

/** What changes from point to point, as a whole phrase: "connections: 1, 8 and 64". */
export function sweptWords({ sweep }: Pick<Experiment, 'sweep'>): string {
  switch (sweep.over) {
    case 'nothing':
      return 'nothing: one point each, side by side';
    case 'cores':
      return 'the cores of the server, from one to as many as the machine has';
    case 'connections':
      return `connections: ${values(sweep.values, '')}`;
    case 'rate':
      return `offered load: ${values(sweep.values, metrics.offered.unit)}`;
    case 'load':
      return `offered load: ${values(sweep.values, "% of each server's full rate")}`;
    default:
      return `${sweep.label.toLowerCase()}: ${values(sweep.values, sweep.unit === sweep.label.toLowerCase() ? '' : sweep.unit)}`;
  }
}

/** What each server or program is asked to do. Paths stand between backticks. */
export function loadWords({ load, freeze, behind }: Pick<Experiment, 'load' | 'freeze' | 'behind'>): string {
  if (load.kind === 'program')
    return `Each program runs to its end on ${load.cores === 'one' ? 'one core' : 'all cores'}; nobody sends it requests.`;
  const set = setKnobs(behind?.knobs);
  return [
    askedWords(load),
    ...(behind
      ? [
          `Each server asks another one in its turn: \`${behind.variant}\`${set.length > 0 ? ` with ${list(set)}` : ''}.`,
        ]
      : []),
    ...(freeze ? [`The server stands still for ${freeze.forMs} ms in every ${freeze.everyMs} ms.`] : []),
  ].join(' ');
}

/** What one server is asked to do, with what is mixed in and who asks beside. */
export function askedWords(load: ServerLoad): string {
  const beside = besideOf(load);
  return [
    serverLoadWords(load),
    ...amongOf(load).map(({ path, percent }) => `${amount(percent)} % of them ask for \`${path}\` instead.`),
    ...(beside
      ? [`Beside them ${fixed(beside.connections, 0)} connections ask for \`${beside.path}\` (closed load).`]
      : []),
  ].join(' ');
}

/** Each knob that is set, as it is given to the program. */
export const setKnobs = (knobs: Experiment['series'][number]['knobs']): string[] =>
  Object.entries(knobs ?? {}).map(([name, value]) => `\`${name}=${value}\``);

function serverLoadWords(load: ServerLoad): string {
  switch (load.kind) {
    case 'hold':
      return `${fixed(load.connections, 0)} WebSockets on \`${load.path}\` are held, and ${amount(load.echoRate)} messages a second are sent over them and come back.`;
    case 'closed':
      return `${fixed(load.connections, 0)} connections ask for \`${load.path}\`. Each sends its next request when the answer to the last one has come (closed load).`;
    case 'open':
      return `${fixed(load.rate, 0)} requests a second ask for \`${load.path}\`, ${arrivalWords(load.arrivals)}, over ${fixed(load.connections, 0)} connections, whether or not the answers keep up (open load).`;
    case 'relative':
      return `First as many requests for \`${load.path}\` as get answered over ${fixed(load.connections, 0)} connections: the full rate of this server. Then a share of that rate, ${arrivalWords(load.arrivals)}, whether or not the answers keep up (open load).`;
    case 'saturation':
      return `As many requests for \`${load.path}\` as get answered, with the best of several numbers of connections.`;
    case 'capacity':
      return `The highest offered load on \`${load.path}\`, ${arrivalWords(load.arrivals)}, of which 99 of 100 requests are answered within ${amount(load.p99BelowMs)} ms. A search finds it.`;
  }
}

const arrivalWords = (arrivals: 'constant' | 'poisson') =>
  arrivals === 'constant' ? 'evenly spaced' : 'at random moments (Poisson)';

/** "rust/axum on all cores", "Node at 1,024 bytes": a point of the chart by name. */
export function placeWords({ series, sweep }: Pick<Experiment, 'series' | 'sweep'>, { series: id, at }: Place): string {
  const label = series.find((one) => one.id === id)?.label ?? id;
  if (sweep.over === 'nothing') return label;
  if (sweep.over === 'cores')
    return `${label} on ${at === 'most' ? 'all cores' : at === 'least' || at === 1 ? 'one core' : `${at} cores`}`;
  const x = at === 'least' ? Math.min(...sweep.values) : at === 'most' ? Math.max(...sweep.values) : at;
  if (sweep.over === 'connections') return `${label} at ${amount(x)} connections`;
  if (sweep.over === 'load') return `${label} at ${amount(x)} % of its full rate`;
  const unit = sweep.over === 'rate' ? metrics.offered.unit : sweep.unit || sweep.label.toLowerCase();
  return `${label} at ${amount(x)} ${unit}`;
}

/** When the sentence of a question holds, by the interval of its ratio or value. */
export function ruleWords({ rule, metric, and }: Pick<Question, 'rule' | 'metric' | 'and'>): string {
  if (rule.kind === 'limit')
    return `holds when the whole interval ${and ? 'of each ' : ''}lies below ${amount(rule.below)} ${metrics[metric].unit}`;
  if (rule.kind === 'atLeast' && 'perCore' in rule)
    return `holds when the interval of the ratio begins at ${amount(rule.perCore)} times the number of cores, or above`;
  if (rule.kind === 'better')
    return 'holds when the interval of the ratio lies on the better side of 1, by 3 % or by the noise floor if that is larger';
  const { low, high } = bandOf(rule.kind === 'atLeast' ? { kind: 'atLeast', k: rule.k } : rule);
  return high === Number.POSITIVE_INFINITY
    ? `holds when the interval of the ratio begins at ${amount(low)} or above`
    : `holds when the whole interval of the ratio lies between ${amount(low)} and ${amount(high)}`;
}
