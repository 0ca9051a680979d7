import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { sourceHash } from '../../../protocol/source-hash.ts';
import { type Trace, type TraceSpan, traceSchema } from '../../../protocol/trace.ts';
import { projectRoot } from '../../config.ts';
import { missing } from '../../runner/toolchains.ts';
import { type Program, plainOutput, recordTrace, tracedPrograms } from '../record.ts';

/** Both orders are right: which one comes depends on how long the start of the loop takes. */
const EITHER_WAY = ['immediate-or-timer'];
/** In which phases a callback may run. What Node starts before its loop turns may call back there already. */
const PHASES: Record<string, readonly string[]> = {
  script: ['start'],
  timer: ['timers'],
  immediate: ['check'],
  file: ['poll'],
  connect: ['poll'],
  close: ['close'],
};

const committed = ({ id }: Program): Trace =>
  traceSchema.parse(JSON.parse(readFileSync(join(projectRoot, 'content', 'traces', `${id}.json`), 'utf8')));
const printedIn = ({ instants }: Trace) => instants.map(({ label }) => label);
/** What ran and was printed, in order; how many rounds the loop makes while it waits differs from run to run. */
const orderOf = ({ spans, instants }: Trace) =>
  [
    ...spans.filter(({ lane }) => lane !== 'phase').map((span) => ({ at: span.fromUs, ...span })),
    ...instants.map((instant) => ({ at: instant.atUs, ...instant })),
  ]
    .toSorted((a, b) => a.at - b.at)
    .map(({ lane, label, line }) => `${lane} ${label} ${line}`);
const sorted = (lines: readonly string[]) => lines.toSorted();

test('at least twelve programs are traced', () => {
  assert.ok(tracedPrograms().length >= 12);
});

const unbuildable = missing({ toolchain: 'cargo', least: '1.85' }) !== undefined;

describe('a trace says in which order a program really ran', () => {
  for (const program of tracedPrograms()) {
    const skip = program.runtime === 'rust' && unbuildable && 'its toolchain is not installed';
    test(`${program.id}: the trace holds what the program printed, in that order`, { skip }, async () => {
      const { trace, printed } = await recordTrace(program);
      assert.deepEqual(printedIn(trace), printed);
      const same = EITHER_WAY.includes(program.id) ? sorted : (lines: readonly string[]) => lines;
      const plain = await plainOutput(program);
      assert.deepEqual(same(plain), same(printed), 'without the instrument it prints the same');
      assert.deepEqual(
        same(orderOf(committed(program))),
        same(orderOf(trace)),
        'the committed trace has the same order',
      );
    });

    test(`${program.id}: hooks and trace events agree: each callback lies in a phase of its kind, one after the other`, () => {
      const { spans } = committed(program);
      const phases = spans.filter(({ lane }) => lane === 'phase');
      const ran = spans.filter(({ lane }) => lane !== 'phase');
      for (const span of ran) {
        const phase = phases.find(({ fromUs, toUs }) => span.fromUs >= fromUs && span.toUs <= toUs);
        const fits = PHASES[span.label];
        if (fits) assert.ok(phase && fits.includes(phase.label), `${span.label} in ${phase?.label}`);
      }
      for (const lane of [phases, ran]) assert.ok(lane.every(startsAfter), 'one thread does one thing at a time');
    });

    test(`${program.id}: the committed trace is of the program as it stands here`, () => {
      const { source } = committed(program);
      assert.equal(source.hash, sourceHash([{ path: source.path, text: readFileSync(program.file, 'utf8') }]));
    });
  }
});

function startsAfter({ fromUs }: TraceSpan, index: number, lane: readonly TraceSpan[]): boolean {
  return fromUs >= (lane[index - 1]?.toUs ?? 0);
}
