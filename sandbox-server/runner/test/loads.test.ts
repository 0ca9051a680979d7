import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlannedServer, Slice, Step } from '../../../protocol/plan.ts';
import type { Point } from '../../../protocol/result.ts';
import { run } from '../lab/test/fixtures/test-lab.ts';
import { loadCore, notBuilt, openEngine, serverCore, skip } from './fixtures/engine.ts';

/* Loads of more than one kind of request, against real servers. Counts are exact; times are never asserted. */
const { lab, measure } = await openEngine('loads');

const SECONDS = 2;
const openAt = (rate: number): Slice['shape'] => ({
  kind: 'open',
  segments: [{ from: rate, to: rate, seconds: SECONDS }],
  arrivals: 'constant',
  connections: 32,
});

function step(slice: Pick<Slice, 'shape' | 'path'> & Partial<Slice>, server: Partial<PlannedServer> = {}): Step {
  return {
    id: 'look-one-1',
    kind: 'look',
    block: 0,
    warmup: 'brief',
    servers: [{ key: 'a', series: 'one', variant: 'node/http', x: 1, cores: [serverCore], ...server }],
    slices: [{ server: 'a', loadCores: [loadCore], seed: 1, ...slice }],
  };
}

/** Prints of each server in the lab, in the order in which they were started, whether the kernel has stopped it. */
const STATES = `cd /proc; for pid in $(ls -v | grep '^[0-9]'); do
  if tr '\\0' ' ' < $pid/cmdline | grep -q '^[^ ]*node .*server'; then
    awk '/^State:/ { printf $2 == "T" ? "still " : "runs " }' $pid/status
  fi
done`;

const only = ({ points }: { points: Point[] }): Point => {
  assert.equal(points.length, 1);
  return points[0] as Point;
};

test('[CP5] two generator threads in a lab send one plan', { skip }, async () => {
  const point = only(await measure(step({ path: '/ping', shape: openAt(101), loadCores: [loadCore, serverCore] })));
  assert.equal(point.ok + point.failed + point.censored + point.unsent, 101 * SECONDS);
  assert.ok(point.ok > 0);
});

test("requests among others have times of their own, and the point's are those of the main ones", {
  skip,
}, async () => {
  const among = [{ name: 'long', path: '/sleep?ms=300', percent: 20 }];
  const found = await measure(step({ path: '/ping', shape: openAt(100), among }));
  const point = only(found);
  const long = point.others?.['long'];
  assert.ok(long);
  assert.equal(long.ok, 20 * SECONDS, 'a whole percentage is kept in every hundred');
  assert.ok((long.serviceUs.max ?? 0) >= 300_000, 'each slept 300 ms');
  assert.ok((point.serviceUs.p50 ?? 0) < 300_000, 'and no median of the others did');
  assert.equal(point.ok + point.failed + point.censored + point.unsent, 100 * SECONDS);
});

test('who asks beside does so in a loop of its own, while the plan of the main requests is kept', {
  skip,
}, async () => {
  const beside = { path: '/sleep?ms=50', connections: 3 };
  const point = only(await measure(step({ path: '/ping', shape: openAt(50), beside })));
  assert.equal(point.ok + point.failed + point.censored + point.unsent, 50 * SECONDS);
  const other = point.others?.['beside'];
  assert.ok(other && other.ok > 0);
  assert.ok(other.ok <= 3 * ((SECONDS + 10) / 0.05), 'three connections, 50 ms each');
});

test('[LD16] requests beside that fail are a doubt about what was measured meanwhile, though none of its own failed', {
  skip,
}, async () => {
  const beside = { path: '/there-is-no-such-path', connections: 1 };
  const point = only(await measure(step({ path: '/ping', shape: openAt(50), beside })));
  assert.deepEqual([point.failed, point.ok], [0, 50 * SECONDS]);
  assert.ok(point.flags.includes('errors'));
});

test('a server that is made to stand still has been still for as long as it was told', { skip }, async () => {
  const freeze = { everyMs: 1000, forMs: 400 };
  const found = await measure(step({ path: '/ping', shape: openAt(100) }), undefined, { freeze });
  const point = only(found);
  assert.ok((point.responseUs?.max ?? 0) > 300_000, 'who was planned at the beginning of it waited to the end');
  assert.ok(!point.flags.includes('drift'));
  assert.equal(point.ok, 100 * SECONDS, 'nobody was lost');
});

test('while one server of a comparison is measured, the other one stands still, and runs again afterwards', {
  skip,
}, async () => {
  const one = step({ path: '/ping', shape: openAt(100) });
  const slices = (['a', 'b', 'b', 'a'] as const).map((server) => ({ ...one.slices[0], server }) as Slice);
  const servers = (['a', 'b'] as const).map((key) => ({ ...one.servers[0], key }) as PlannedServer);
  const seen: Promise<{ out: string }>[] = [];
  const { points } = await measure({ ...one, servers, slices }, (state) => {
    if (state === 'measuring') seen.push(run(lab, ['bash', '-c', STATES]));
  });
  const states = (await Promise.all(seen)).map(({ out }) => out.trim());
  assert.deepEqual(states, ['runs still', 'still runs', 'still runs', 'runs still']);
  assert.ok(points.every(({ ok, flags }) => ok === 100 * SECONDS && !flags.includes('otherServerBusy')));
});

test('a load begins when the server has let go of the one before: nobody is served who has left', {
  skip: notBuilt('java/spring-platform'),
}, async () => {
  // Sixteen for each thread, and a load that does not wait for them.
  const shape = { kind: 'closed', connections: 32, seconds: 1 } as const;
  const one = step({ path: '/sleep?ms=200', shape }, { variant: 'java/spring-platform', knobs: { THREADS: 2 } });
  const { points } = await measure({ ...one, slices: [one.slices[0], one.slices[0]] as Slice[] });
  const [first, second] = points as [Point, Point];
  assert.ok(first.ok >= 6, 'control: the first load found a free server');
  assert.ok(second.ok >= first.ok - 2, `${second.ok} after ${first.ok}: two threads and 200 ms make ten a second`);
});

test('the noise floor is that of a server which nobody stops', { skip }, async () => {
  const freeze = { everyMs: 1000, forMs: 900 };
  const floor = { ...step({ path: '/ping', shape: openAt(100) }), kind: 'floor' as const };
  const point = only(await measure(floor, undefined, { freeze }));
  assert.ok((point.responseUs?.p50 ?? 0) < 100_000, 'stopped nine tenths of the time, half of them would wait longer');
});

test('WebSockets are held, and a message comes back on each', { skip: notBuilt('node/ws') }, async () => {
  const shape = { kind: 'hold', connections: 200, echoRate: 0.5, seconds: SECONDS } as const;
  const found = await measure(step({ path: '/ws', shape }, { variant: 'node/ws' }));
  const point = only(found);
  assert.equal(point.held, 200);
  assert.equal(point.failed, 0);
  assert.ok(point.ok > 0 && point.responseUs?.max);
  assert.ok(point.heldBytesEach && point.heldBytesEach > 0);
  assert.ok(point.kernelBytesEach !== undefined, 'the kernel tells what it keeps');
  assert.equal(found.end.histograms.length, 1);
});

test('[FR10] a point knows what its server weighed before and after, and how long it took, cold, to its first answer', {
  skip,
}, async () => {
  const closed = { kind: 'closed', connections: 8, seconds: SECONDS } as const;
  const point = only(await measure(step({ path: '/ping', shape: closed })));
  assert.ok(point.idleBytes && point.idleBytes > 20e6, 'Node needs more than 20 MB');
  assert.ok(point.loadedBytes && point.loadedBytes > 20e6);
  assert.ok(point.startUpUs && point.startUpUs > 1000);
  assert.ok(point.switches && point.switches > 0);
  assert.ok(point.inFlight && point.inFlight > 0 && point.inFlight <= 8);
  assert.equal(point.errors, undefined);
});

test('a relative load is a share of what the same server has just done when it was kept busy', { skip }, async () => {
  const half = { kind: 'relative', percent: 50, arrivals: 'constant', connections: 8, seconds: SECONDS } as const;
  const point = only(await measure(step({ path: '/burn?n=1200000', shape: half }, { x: 50 })));
  const { fullRate = 0 } = point;
  assert.ok(fullRate > 0);
  const planned = point.ok + point.failed + point.censored + point.unsent;
  assert.ok(Math.abs(planned - (fullRate / 2) * SECONDS) <= 1, `${planned} planned at half of ${fullRate} a second`);
  assert.ok(point.responseUs, 'it is an open load: times count from the plan on');
});

const lacks = notBuilt('upstream/slow') || notBuilt('node/gateway');
test('a server waits for the one behind it, whose CPU is not its own, and that is named as the limit', {
  skip: lacks,
}, async () => {
  const behind = { cores: [loadCore], variant: 'upstream/slow', knobs: { SLOTS: 2, DELAY_MS: 50 } };
  const shape = { kind: 'closed', connections: 8, seconds: SECONDS } as const;
  const point = only(await measure(step({ path: '/upstream', shape }, { variant: 'node/gateway', behind })));
  assert.equal(point.failed, 0, JSON.stringify(point.errors));
  assert.ok(point.ok > 0 && point.ok <= 2 * 20 * (SECONDS + 1), 'two slots of 50 ms');
  assert.ok(point.behindCoresUsed !== undefined && point.behindCoresUsed < 0.5);
  if (!point.flags.some((flag) => flag.startsWith('generator'))) assert.equal(point.limiter, 'upstream');
});

/** A server that cannot answer more than this a second, however many ask: four places, 2 ms each. */
const bounded = { variant: 'upstream/slow', knobs: { SLOTS: 4, DELAY_MS: 2 } };
const MOST_A_SECOND = 4 / 0.002;

test('[ST12] a capacity search against a real server ends at a rate that the server can sustain', {
  skip: notBuilt('upstream/slow'),
}, async () => {
  const segments = [{ from: 1000, to: 1000, seconds: 1 }];
  const shape: Slice['shape'] = { kind: 'open', segments, arrivals: 'constant', connections: 64 };
  const search = { kind: 'capacity', p99BelowUs: 100_000 } as const;
  const { capacity, flags, responseUs } = only(await measure(step({ path: '/work', shape, search }, bounded)));
  // A host that was busy lets no search close in, and says so.
  if (capacity === undefined) assert.notDeepEqual(flags, []);
  else assert.ok(capacity > 0 && capacity <= MOST_A_SECOND * 1.05 && (responseUs?.p99 ?? 0) < 100_000, `${capacity}`);
});

test('[ST12] a saturation is the best of its numbers of connections', { skip: notBuilt('upstream/slow') }, async () => {
  const shape = { kind: 'closed', connections: 1, seconds: 1 } as const;
  const search = { kind: 'saturation' as const, connections: [1, 8] };
  const { throughput = 0 } = only(await measure(step({ path: '/work', shape, search }, bounded)));
  assert.ok(throughput > MOST_A_SECOND / 4, 'more than one connection can get');
  assert.ok(throughput <= MOST_A_SECOND * 1.05, 'and no more than there are places');
});
