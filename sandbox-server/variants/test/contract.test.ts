// One suite for all variants: ../CONTRACT.md says what is asked here. It finds them by their variant.json.
// No check compares a duration with a fixed limit; they compare bytes, orders of events, and CPU with CPU.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { checkContract, sameType } from '../contract/check-contract.ts';
import { expectedAnswers } from '../contract/expected.ts';
import { checksum } from './answers.ts';
import { build, cpuTicks, findVariants, isAlive, type Running, refuses, start, threadNames } from './variants.ts';
import { type Answer, askOnce, Wire } from './wire.ts';

const IDLE_MS = 74_000; // FR7 asks for 75 s
const TOLERATED_BYTES = 32; // FR1
const WORKERS = 2;
const HANGS_MS = 30_000; // the kernel would try for minutes to open a connection that finds no room
/** Work of some tens of milliseconds for each route that works n times. */
const WORK = { '/burn': 100_000_000, '/hash': 200_000, '/json/parse': 50_000 };
/** Requests that last until they are cut off. */
const LONG = ['/burn?ms=60000', '/sleep?ms=60000', '/cache/slow?miss=60000', '/users?ms=60000'];
const unless = (served: boolean) => (served ? {} : { skip: 'it does not serve this' });
const onLinux = process.platform === 'linux' ? {} : { skip: 'reads /proc, which only Linux has' };

const hasTaskset = spawnSync('taskset', ['--version']).status === 0;
const withTaskset = hasTaskset ? {} : { skip: 'needs taskset to set the affinity' };

const variants = findVariants();
const sizes = new Map<string, Map<string, number>>(); // status and path → variant → bytes of the whole answer

test('the suite finds the variants by their manifests', () => {
  const ids = variants.map(({ id }) => id);
  for (const id of ['node/cluster', 'node/http', 'rust/axum', 'rust/hyper']) assert.ok(ids.includes(id), id);
});

test('[FR4] compiled variants are built for release, from lock files where their tool has them', () => {
  for (const { id, manifest } of variants) {
    const { toolchain } = manifest.needs;
    const words = manifest.build?.argv ?? [];
    if (toolchain === 'cargo') for (const word of ['--release', '--locked']) assert.ok(words.includes(word), id);
    if (words[0] === 'npm') assert.ok(words.includes('ci'), id);
  }
});

test('[FR5] [FR6] Java variants name their collector and heap, and are told how many cores they have', () => {
  for (const { id, manifest } of variants.filter((one) => one.manifest.language === 'java'))
    for (const flag of [/^-XX:\+Use\w+GC$/, /^-Xms\d+m$/, /^-Xmx\d+m$/, /^-XX:ActiveProcessorCount=\{WORKERS\}$/])
      assert.ok(
        manifest.run.argv.some((word) => flag.test(word)),
        `${id} ${flag}`,
      );
});

const present = variants.filter(({ missing }) => !missing);

// Two at a time: the first test does nothing but wait, and the variants take turns beside it.
describe('the contract', { concurrency: 2 }, () => {
  test(`[FR7] all variants keep idle connections for ${IDLE_MS / 1000} s, used before or not`, async () => {
    await Promise.all(
      present.map(async (variant) => {
        await build(variant);
        await using server = await start(variant, 1);
        const [used, unused] = [await Wire.open(server.port), await Wire.open(server.port)];
        await used.ask('/ping');
        await pause(IDLE_MS);
        for (const wire of [used, unused]) assert.equal((await wire.ask('/ping')).body, 'pong', variant.id);
        for (const wire of [used, unused]) wire.close();
      }),
    );
  });

  for (const variant of variants) {
    const { id, manifest } = variant;

    const { routes, heldBy } = manifest;
    const serves = (...wanted: string[]) => wanted.every((route) => routes.includes(route));

    describe(id, { skip: variant.missing, concurrency: 1 }, () => {
      let server: Running; // with two workers
      let single: Running; // with one, so that whatever holds the worker holds everything
      before(async () => {
        await build(variant);
        [server, single] = await Promise.all([start(variant, WORKERS), start(variant, 1)]);
      });
      after(async () => {
        for (const running of [server, single]) await running?.[Symbol.asyncDispose]();
      });

      test(`[FR1] ${id} answers every route with the same bytes and headers as every other variant`, async () => {
        for (const [path, [status, type, body]] of expectedAnswers(routes)) {
          const answer = await askOnce(server.port, path);
          assert.deepEqual([answer.status, answer.body], [status, body], path);
          assert.ok(sameType(answer.headers['content-type'], type), `type of ${path}`);
          assert.equal(answer.headers['content-length'], String(Buffer.byteLength(body)), path);
          assert.ok(Math.abs(Date.parse(answer.headers.date ?? '') - Date.now()) < 10_000, `date of ${path}`);
          assert.equal(answer.headers['content-encoding'], undefined, path);
          const request = `${status} ${path}`; // a route that is not served has another answer
          sizes.set(request, (sizes.get(request) ?? new Map()).set(id, answer.bytes));
        }
      });

      test(`${id} passes the short check that it has to pass before it is measured`, async () => {
        await using fresh = await start(variant, WORKERS);
        assert.deepEqual(await checkContract({ ...manifest, port: fresh.port, workers: WORKERS }), []);
      });

      test(`[FR1] ${id} sends a date that changes every second`, async () => {
        using wire = await Wire.open(server.port);
        const dates = new Set<string | undefined>();
        for (let i = 0; i < 100 && dates.size < 3; i++) {
          dates.add((await wire.ask('/ping')).headers.date);
          await pause(100);
        }
        const seconds = [...dates].map((date) => Date.parse(date ?? '') / 1000);
        assert.equal(seconds.length, 3);
        assert.ok(seconds.every((second, i) => i === 0 || second > (seconds[i - 1] ?? Infinity)));
      });

      test(`${id} answers 405 with one sentence to anything but GET`, async () => {
        for (const path of serves('/users') ? ['/ping', '/users'] : ['/ping'])
          for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
            const answer = await askOnce(server.port, path, method);
            assert.deepEqual([answer.status, answer.body], [405, 'only GET is answered here'], `${method} ${path}`);
            assert.match(answer.headers.allow ?? '', /^GET\b/);
          }
      });

      test(`${id} answers others while it derives a key`, unless(serves('/pbkdf2')), async () => {
        using deriving = await Wire.open(single.port);
        using other = await Wire.open(single.port);
        let derived = false;
        const key = deriving.ask('/pbkdf2?n=1000000').finally(() => {
          derived = true;
        });
        for (let i = 0; i < 3; i++) await other.ask('/ping');
        assert.equal(derived, false, 'three requests came after it and were answered before it');
        await key;
      });

      test(
        `${id} answers as the service behind it does, which it asks once for each request`,
        unless(serves('/upstream')),
        async () => {
          const slow = variants.find((one) => one.id === 'upstream/slow');
          assert.ok(slow);
          await build(slow);
          await using behind = await start(slow, 1, [], { SLOTS: '2', QUEUE: '0', DELAY_MS: '500' });
          const url = `http://127.0.0.1:${behind.port}`;
          await using gateway = await start(variant, 1, [], { UPSTREAM_URL: url });
          const answers = await Promise.all([1, 2, 3].map(() => askOnce(gateway.port, '/upstream')));
          assert.deepEqual(answers.map(({ status, body }) => `${status} ${body}`).sort(), [
            '200 done',
            '200 done',
            '503 the queue is full',
          ]);
          const { done, refused } = JSON.parse((await askOnce(behind.port, '/slots')).body);
          assert.deepEqual({ done, refused }, { done: 2, refused: 1 });
          await behind[Symbol.asyncDispose]();
          const { status, body } = await askOnce(gateway.port, '/upstream');
          assert.deepEqual([status, body], [503, 'the upstream does not answer']);
        },
      );

      for (const [route, n] of Object.entries(WORK).filter(([route]) => serves(route))) {
        test(`[FR3] ${id} does the work of ${route}?n: CPU time grows with n`, onLinux, async () => {
          const cpuOf = async (n: number) => {
            const before = cpuTicks(single.pid);
            const { body } = await askOnce(single.port, `${route}?n=${n}`);
            assert.equal(JSON.parse(body).n, n);
            return cpuTicks(single.pid) - before;
          };
          for (let i = 0; i < 3; i++) await cpuOf(n); // a cold just-in-time compiler would blur the first figures
          const [little, some, much] = [await cpuOf(1), await cpuOf(n), await cpuOf(4 * n)];
          assert.ok(some > 3 * Math.max(little, 1), `${little} ticks for n = 1, ${some} for n = ${n}`);
          assert.ok(much > 2 * some && much < 8 * some, `${some} ticks for n = ${n}, ${much} for n = ${4 * n}`);
        });
      }

      test(
        `[FR3] ${id} spins for the whole of /burn?ms, and reports how far it came`,
        unless(serves('/burn')),
        async () => {
          const begun = performance.now();
          const answer = JSON.parse((await askOnce(single.port, '/burn?ms=100')).body);
          assert.ok(performance.now() - begun >= 100);
          assert.deepEqual(Object.keys(answer), ['ms', 'iterations', 'checksum']);
          assert.equal(answer.ms, 100);
          assert.ok(answer.iterations >= 1000 && answer.iterations % 1000 === 0);
          const brief = JSON.parse((await askOnce(single.port, '/burn?ms=2')).body);
          assert.equal(BigInt(brief.checksum), checksum(brief.iterations));
        },
      );

      const sleeps = unless(serves('/sleep') && !heldBy.includes('waiting'));
      test(`${id} answers others while it sleeps`, sleeps, async () => {
        const [long, light, ...short] = await connections(single.port, 66);
        const order: string[] = [];
        const asked = [note(order, 'long', long?.ask('/sleep?ms=2000'))];
        for (const wire of short) asked.push(note(order, 'short', wire.ask('/sleep?ms=300')));
        await note(order, 'ping', light?.ask('/ping'));
        await Promise.all(asked);
        assert.deepEqual(order, ['ping', ...short.map(() => 'short'), 'long']);
        for (const wire of [long, light, ...short]) wire?.close();
      });

      for (const [what, path] of Object.entries({ computing: '/burn?ms=400', waiting: '/sleep?ms=400' } as const)) {
        if (!serves(path.split('?')[0] as string) || (what === 'waiting' && !heldBy.includes(what))) continue;
        const held = heldBy.some((one) => one === what);
        test(`${id} answers ${held ? 'nobody else' : 'others'} while its only worker is ${what}`, async () => {
          const [heavy, light] = await connections(single.port, 2);
          const order: string[] = [];
          const long = note(order, 'long', heavy?.ask(path));
          await pause(100);
          await Promise.all([note(order, 'ping', light?.ask('/ping')), long]);
          assert.deepEqual(order, held ? ['long', 'ping'] : ['ping', 'long']);
          for (const wire of [heavy, light]) wire?.close();
        });
      }

      test(`[CP3] ${id} without WORKERS takes the cores its affinity allows`, withTaskset, async () => {
        await using pinned = await start(variant, undefined, ['taskset', '--cpu-list', firstCore()]);
        assert.equal(pinned.workers, 1);
      });

      test(`[FR6] ${id} has the workers it was given, and /stats tells who answered`, onLinux, async () => {
        const wires = await connections(server.port, 40);
        const stats = await Promise.all(wires.map(async (wire) => JSON.parse((await wire.ask('/stats')).body)));
        for (const wire of wires) wire.close();
        for (const each of stats) assert.deepEqual(Object.keys(each), ['pid', 'worker', 'workers', 'requests']);

        const pids = new Set(stats.map((each) => each.pid));
        const expected = manifest.spreads === 'one-thread' ? 1 : WORKERS;
        assert.equal(server.workers, expected);
        assert.ok(stats.every((each) => each.workers === expected));
        assert.equal(pids.size, manifest.spreads === 'processes' ? WORKERS : 1);
        assert.equal(pids.has(server.pid), manifest.spreads !== 'processes');
        const workerThreads = threadNames(server.pid).filter((name) => name.startsWith('worker-'));
        // Where workers are threads with names; elsewhere they are counted by the runtime.
        assert.ok([0, manifest.spreads === 'threads' ? WORKERS : 0].includes(workerThreads.length));
      });

      test(`${id} counts the requests of the worker that answers`, async () => {
        using wire = await Wire.open(single.port);
        const first = JSON.parse((await wire.ask('/stats')).body);
        for (let i = 0; i < 5; i++) await wire.ask('/ping');
        const last = JSON.parse((await wire.ask('/stats')).body);
        assert.deepEqual(last, { ...first, requests: first.requests + 6 });
      });

      test(`[FR7] ${id} keeps one connection open over 200 requests`, async () => {
        using wire = await Wire.open(server.port);
        for (let i = 0; i < 200; i++) assert.equal((await wire.ask('/ping')).body, 'pong');
      });

      const patient = { ...onLinux, timeout: HANGS_MS };
      test(`[FR8] ${id} lets 1,000 connections wait while it does not accept`, patient, async ({ signal }) => {
        const cap = Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
        await using frozen = await start(variant, 1);
        frozen.signal('SIGSTOP');
        const wires = await opened(frozen.port, Math.min(1000, cap), signal).finally(() => frozen.signal('SIGCONT'));
        assert.equal((await wires.at(-1)?.ask('/ping'))?.body, 'pong');
        for (const wire of wires) wire.close();
      });

      test(`${id} ends at SIGTERM in the middle of work, and leaves no process behind`, onLinux, async () => {
        const doomed = await start(variant, WORKERS);
        const wires = await connections(doomed.port, 20);
        const pids = await Promise.all(wires.map(async (wire) => JSON.parse((await wire.ask('/stats')).body).pid));
        const long = LONG.find((path) => serves((path.match(/^\/\w+/) as RegExpMatchArray)[0]));
        const working = wires.map((wire) => long && assert.rejects(wire.ask(long)));
        await pause(200);
        doomed.signal('SIGTERM');
        await doomed.ended();
        await Promise.all(working);
        for (const pid of new Set(pids)) assert.ok(!isAlive(pid), `process ${pid} is still there`);
        await assert.rejects(Wire.open(doomed.port), { code: 'ECONNREFUSED' });
      });

      if (manifest.spreads === 'processes') {
        test(`${id} ends with a message when a worker dies`, async () => {
          const doomed = await start(variant, WORKERS);
          process.kill(JSON.parse((await askOnce(doomed.port, '/stats')).body).pid, 'SIGKILL');
          const [code] = await doomed.ended();
          assert.equal(code, 1);
          assert.match(doomed.complaints.join(''), /^worker \d+ ended \(SIGKILL\)/);
        });
      }

      test(`${id} refuses settings that do not parse, with one sentence`, async () => {
        for (const [name, value] of Object.entries({ WORKERS: '0', PORT: 'http' })) {
          const { code, stdout, stderr } = await refuses(variant, { [name]: value });
          assert.deepEqual([code, stdout], [1, '']);
          assert.match(stderr, new RegExp(`^${name} must be a whole number from \\d+ to \\d+, not "${value}"\n$`));
        }
      });

      test(`[FR9] ${id} has printed its ready line and nothing else`, () => {
        assert.deepEqual(server.printed, [JSON.stringify({ ready: { port: server.port, workers: server.workers } })]);
        assert.deepEqual(server.complaints, []);
      });
    });
  }
});

test('[FR1] all variants answer with the same number of bytes, give or take 32', () => {
  for (const [path, ofPath] of sizes) {
    const spread = Math.max(...ofPath.values()) - Math.min(...ofPath.values());
    assert.ok(spread <= TOLERATED_BYTES, `${path}: ${JSON.stringify(Object.fromEntries(ofPath))}`);
  }
});

function firstCore(): string {
  return /^Cpus_allowed_list:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
}

/** Opens connections that have each been answered once, so that none is still on its way to a worker. */
async function connections(port: number, count: number): Promise<Wire[]> {
  const wires = await opened(port, count);
  await Promise.all(wires.map((wire) => wire.ask('/ping')));
  return wires;
}

function opened(port: number, count: number, signal?: AbortSignal): Promise<Wire[]> {
  return Promise.all(Array.from({ length: count }, () => Wire.open(port, signal)));
}

async function note(order: string[], name: string, answer: Promise<Answer> | undefined): Promise<void> {
  assert.equal((await answer)?.status, 200);
  order.push(name);
}
