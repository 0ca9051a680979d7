import { removeData, startHub } from '../e2e/hub.ts';
import { throughputOf } from '../protocol/load-lines.ts';
import type { HubMessage } from '../protocol/messages.ts';
import type { Result } from '../protocol/result.ts';
import { connectHub } from '../scripts/hub-client.ts';
import { measure } from '../scripts/measure.ts';
import { type Bar, median } from './bar.ts';
import { servers } from './binaries.ts';
import { CourseWatch } from './course-watch.ts';
import { runLoadOn, withServer } from './programs.ts';

const EXPERIMENT = 'cores';
/** Share of the bare tool's throughput. */
const LEAST_RATIO = 0.98;

const variants: Record<string, readonly string[]> = {
  'node/http': servers.nodeHttp,
  'node/cluster': servers.nodeCluster,
  'rust/hyper': servers.hyper,
  'rust/axum': servers.axum,
};

export const courseFigures: Bar = {
  id: 'C1',
  title: 'what hub, runner, sampler and lab use while an experiment runs, and how soon its first point is there',
  async measure() {
    const { watch, firstMs } = await runExperiment();
    const first = (t: HubMessage['t']) => firstMs.get(t) ?? Number.NaN;
    return {
      figures: { ...watch.figures(), firstSampleMs: first('run.samples'), firstPointMs: first('run.point') },
    };
  },
};

export const courseThroughput: Bar = {
  id: 'C2',
  title: "an experiment of the course measures the bare load tool's throughput",
  async measure({ short, rounds = short ? 1 : 3 }) {
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round++) ratios.push(...(await ratiosToBare((await runExperiment()).result)));
    const figures = { ratio: median(ratios), least: Math.min(...ratios), points: ratios.length };
    return {
      figures,
      speed: { 'median over all points at least 0.98 of the bare tool': figures.ratio >= LEAST_RATIO },
    };
  },
};

/** Each point of a look again: the same server on the same cores, loaded by the same tool, and nobody beside them. */
async function ratiosToBare({ plan, points }: Result): Promise<number[]> {
  const ratios = [];
  for (const { id, servers: planned, slices } of plan.steps) {
    const [server, slice] = [planned[0], slices[0]];
    const point = points.find(({ step }) => step === id);
    const argv = variants[server?.variant ?? ''];
    if (!server || !slice || !point || !argv || slice.shape.kind !== 'closed') continue;
    const { connections, requests = 0 } = slice.shape;
    const { done } = await withServer(
      argv,
      ({ origin }) =>
        runLoadOn(
          slice.loadCores,
          `${origin}${slice.path}`,
          ...['--connections', connections, '--requests', requests, '--warmup-seconds', 1, '--seed', slice.seed],
        ),
      { cores: server.cores },
    );
    ratios.push((point.throughput ?? 0) / throughputOf(done));
  }
  return ratios;
}

/** One look through a hub of its own, with empty data. */
async function runExperiment(): Promise<{
  result: Result;
  watch: CourseWatch;
  /** When the first message of each kind came, in ms since the order. */
  firstMs: ReadonlyMap<HubMessage['t'], number>;
}> {
  const hub = await startHub(undefined, '--headless');
  const before = process.env['LOADSTONE_DATA'];
  process.env['LOADSTONE_DATA'] = hub.data;
  const watch = new CourseWatch(hub.pid);
  try {
    const client = await connectHub();
    const firstMs = new Map<HubMessage['t'], number>();
    let orderedMs = 0;
    client.onMessage(({ t }) => {
      if (orderedMs > 0 && !firstMs.has(t)) firstMs.set(t, performance.now() - orderedMs);
    });
    const send: typeof client.send = (message) => {
      orderedMs = performance.now();
      watch.start();
      client.send(message);
    };
    const result = await measure({ ...client, send }, EXPERIMENT, 'look', () => {});
    await client.end();
    if (result.outcome !== 'done') throw new Error(result.problem?.text ?? `The run ended: ${result.outcome}.`);
    return { result, watch, firstMs };
  } finally {
    watch.end();
    if (before === undefined) delete process.env['LOADSTONE_DATA'];
    else process.env['LOADSTONE_DATA'] = before;
    await hub.end();
    removeData(hub.data);
  }
}
