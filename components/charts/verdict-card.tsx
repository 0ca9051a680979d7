import { metrics } from '../../protocol/metrics.ts';
import type { Point, Verdict } from '../../protocol/result.ts';
import styles from './charts.module.css';
import { doubtsOf, limiterHref, limitersOf } from './doubts.ts';
import { short, times } from './format.ts';
import { linear } from './scale.ts';
import type { SeriesInfo } from './series.ts';
import { blockRatios, comparedPoints } from './sweep-lines.ts';
import { amount, type PlanSweep } from './sweep-words.ts';
import {
  basisWords,
  DENIAL,
  floorWords,
  outcomeWord,
  ratioWords,
  recordedOutcome,
  ruleWords,
  verdictBand,
} from './verdict-words.ts';

/** One sentence tested on this machine: what came out, how sure that is, and where the limit lay. */
export function VerdictCard({
  verdict,
  series,
  points,
  sweep,
  versions,
  recorded,
  programs,
}: {
  verdict: Verdict;
  series: readonly SeriesInfo[];
  points: readonly Point[];
  sweep: PlanSweep;
  versions: string | undefined;
  /** Of a machine that need not be the reader's. */
  recorded: boolean;
  /** Of programs, which nobody loads: what they use up is not what holds them back. */
  programs: boolean;
}) {
  const ratio = ratioWords(verdict, sweep);
  const floor = recorded ? floorWords(verdict, 'the recorded machine could') : floorWords(verdict);
  const compared = comparedPoints(points, verdict);
  const limits = programs
    ? []
    : limitersOf(series, compared, sweep).filter(({ href }) => href !== limiterHref('unknown'));
  const doubts = doubtsOf(series, compared, sweep);
  // A doubt that is the reason has been said with it.
  const inReason = doubts.find(({ text }) => verdict.reason.startsWith(text));
  return (
    <article className={styles.verdict} data-outcome={verdict.outcome}>
      <h3 className={styles.outcome}>
        {(recorded ? recordedOutcome : outcomeWord)[verdict.outcome]}
        {verdict.status === 'opened' && <span className={styles.chip}>first evidence</span>}
      </h3>
      <p className={styles.sentence}>{verdict.sentence}</p>
      {verdict.denies && <p className={styles.small}>{DENIAL}</p>}
      {ratio && <p className={styles.ratio}>{ratio}</p>}
      {verdict.low !== undefined && verdict.high !== undefined && (
        <RatioScale verdict={verdict} low={verdict.low} high={verdict.high} blocks={blockRatios(points, verdict)} />
      )}
      <p>
        {verdict.reason} {inReason && <a href={inReason.href}>Why?</a>}
      </p>
      {[...limits, ...doubts.filter((doubt) => doubt !== inReason)].map(({ text, where, href }) => (
        <p key={href} className={styles.small}>
          {text} ({where}) <a href={href}>Why?</a>
        </p>
      ))}
      <p className={styles.small}>
        {basisWords({ ...verdict, compared: verdict.against !== undefined })}.{' '}
        {floor && (
          <>
            <a href="/measuring#noise-floor">{floor}</a>.{' '}
          </>
        )}
        It speaks of {recorded ? 'the recorded' : 'this'} machine, this version{versions ? ` (${versions})` : ''} and
        this load.
      </p>
    </article>
  );
}

const scale = { width: 300, height: 62, left: 10, right: 10, axis: 38, font: 13.2 };
/** What a number under the scale needs. */
const ROOM = 36;

/** The interval against the rule's band; a dot above it for each repetition. Logarithmic: twice and half are as far. */
function RatioScale({
  verdict,
  low,
  high,
  blocks,
}: {
  verdict: Verdict;
  low: number;
  high: number;
  blocks: readonly number[];
}) {
  const { rule, of, against } = verdict;
  const band = verdictBand(verdict);
  const ideal = rule.kind === 'atLeast' && 'perCore' in rule ? Math.max(of.x, against?.x ?? 0) : undefined;
  const edges = [band.low, band.high].filter((edge) => edge > 0 && Number.isFinite(edge));
  const measured = verdict.ratio ?? low;
  const one = against && rule.kind !== 'equal' ? [1] : [];
  const wanted = [...new Set([...edges, ...(ideal ? [ideal] : []), ...one, measured])];
  const values = [low, high, ...blocks, ...wanted];
  const pad = Math.max(0.04, (Math.log(Math.max(...values)) - Math.log(Math.min(...values))) * 0.1);
  const ends = [Math.log(Math.min(...values)) - pad, Math.log(Math.max(...values)) + pad] as const;
  const position = linear(ends, [scale.left, scale.width - scale.right]);
  const x = (value: number) =>
    value > 0 ? Math.max(scale.left, Math.min(scale.width - scale.right, position(Math.log(value)))) : scale.left;
  // The edges of the band go first; another mark is named where it has room. One number alone would be no scale.
  const marks = wanted.filter((mark, i) => wanted.slice(0, i).every((other) => Math.abs(x(other) - x(mark)) > ROOM));
  const right = Number.isFinite(band.high) ? x(band.high) : scale.width - scale.right;
  // An edge of the rule is as the rule has it.
  const say = (value: number) =>
    against ? times(value) : edges.includes(value) ? amount(value) : short(value, metrics[verdict.metric].digits);
  return (
    <svg className={styles.scale} viewBox={`0 0 ${scale.width} ${scale.height}`} role="img" fontSize={scale.font}>
      <title>{`Interval ${say(low)} to ${say(high)}; the sentence ${ruleWords(rule, band)}.`}</title>
      <rect x={x(band.low)} y={6} width={right - x(band.low)} height={scale.axis - 6} className={styles.band} />
      <line x1={scale.left} x2={scale.width - scale.right} y1={scale.axis} y2={scale.axis} className={styles.axis} />
      {marks.map((mark) => (
        <g key={mark}>
          <line x1={x(mark)} x2={x(mark)} y1={scale.axis} y2={scale.axis + 4} className={styles.axis} />
          <text x={x(mark)} y={scale.axis + 5 + scale.font} textAnchor="middle" className={styles.tick}>
            {mark === ideal ? `ideal ${times(mark)}` : say(mark)}
          </text>
        </g>
      ))}
      {blocks.map((block, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the index is the block
        <circle key={i} cx={x(block)} cy={14} r={2.6} className={styles.blockDot} />
      ))}
      <path d={`M${x(low)} 22v10m0-5H${x(high)}m0-5v10`} className={styles.interval} stroke="var(--ink)" />
      {verdict.ratio !== undefined && <circle cx={x(verdict.ratio)} cy={27} r={4} fill="var(--ink)" />}
    </svg>
  );
}
