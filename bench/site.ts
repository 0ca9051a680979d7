import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../sandbox-server/config.ts';
import { ensureSite } from '../scripts/build-site.ts';
import { compressSite } from '../scripts/site/compress.ts';
import { chromium, findProgram } from '../scripts/system-packages.ts';
import { type Bar, median } from './bar.ts';
import { serveCompressed } from './compressed-server.ts';
import { buildPeer, type Peer } from './peer-site.ts';

const LESSON = 'lessons/more-cores-one-server';
const ROUNDS = 5;

/** What Lighthouse says of one visit; scores out of 100, times as its simulated phone has them. */
interface Visit {
  readonly performance: number;
  readonly accessibility: number;
  readonly fcpMs: number;
  readonly lcpMs: number;
  readonly tbtMs: number;
  readonly cls: number;
  readonly transferKb: number;
  readonly scriptKb: number;
}

/** A lesson beside the same text in a documentation theme: same host, same compression, mobile preset, by turns. */
export const sitePages: Bar = {
  id: 'site',
  title: 'a lesson as Lighthouse sees it on a phone, beside the same text in Astro Starlight',
  long: true,
  ownPrograms: true,
  async measure({ short, rounds = short ? 1 : ROUNDS }) {
    const browser = findProgram(chromium.program);
    if (!browser)
      return { skipped: `Chromium is not there. To install it: sudo apt-get install ${chromium.debianPackage}` };
    await ensureSite({ fast: false });
    const built = join(projectRoot, 'out');
    let peer: Peer;
    try {
      peer = buildPeer(readFileSync(join(built, `${LESSON}.md`), 'utf8'));
    } catch (error) {
      return { skipped: `The peer's packages cannot be installed and built here. ${(error as Error).message}` };
    }
    const folder = mkdtempSync(join(tmpdir(), 'loadstone-site-'));
    cpSync(built, folder, { recursive: true });
    const [own, other] = await Promise.all([serveCompressed(folder), serveCompressed(peer.folder)]);
    try {
      for (const site of [folder, peer.folder]) await compressSite(site, { fast: false });
      const visits: { ours: Visit; starlight: Visit }[] = [];
      for (let round = 0; round < rounds; round++) {
        const ours = await visit(peer, browser, `${own.origin}/${LESSON}`);
        visits.push({ ours, starlight: await visit(peer, browser, other.origin + peer.path) });
      }
      const middle = (who: 'ours' | 'starlight') =>
        Object.fromEntries(
          Object.keys(visits[0]?.ours ?? {}).map((name) => [
            name,
            median(visits.map((one) => one[who][name as keyof Visit])),
          ]),
        ) as unknown as Visit;
      const [ours, starlight] = [middle('ours'), middle('starlight')];
      const figures = Object.fromEntries(
        Object.keys(ours).flatMap((name) => [
          [name, ours[name as keyof Visit]],
          [`${name} of Starlight`, starlight[name as keyof Visit]],
        ]),
      );
      return {
        figures,
        // Scores and times are medians of visits by turns, so what disturbs one disturbs the other. They are no `speed`:
        // the watch over the host cannot tell a browser's many processes from those of others.
        exact: {
          'accessibility 100': ours.accessibility === 100,
          'nothing moves': ours.cls === 0,
          'fewer bytes than Starlight': ours.transferKb < starlight.transferKb,
          'performance no lower than of Starlight': ours.performance >= starlight.performance,
        },
      };
    } finally {
      for (const { server } of [own, other]) server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const execute = promisify(execFile);

async function visit(peer: Peer, browser: string, url: string): Promise<Visit> {
  const report = join(mkdtempSync(join(tmpdir(), 'loadstone-lighthouse-')), 'report.json');
  const [command = '', ...args] = [
    ...peer.lighthouse,
    url,
    '--quiet',
    '--output=json',
    `--output-path=${report}`,
    '--only-categories=performance,accessibility',
    '--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-first-run',
  ];
  try {
    await execute(command, args, { env: { ...process.env, CHROME_PATH: browser }, maxBuffer: 16 * 1024 * 1024 });
    return visitOf(JSON.parse(readFileSync(report, 'utf8')) as Report);
  } finally {
    if (existsSync(report)) rmSync(join(report, '..'), { recursive: true });
  }
}

/** The part of Lighthouse's report that is read here. */
interface Report {
  readonly categories: Record<'performance' | 'accessibility', { score: number }>;
  readonly audits: Record<
    string,
    { numericValue: number; details?: { items: { resourceType: string; transferSize: number }[] } }
  >;
}

function visitOf({ categories, audits }: Report): Visit {
  const value = (name: string) => audits[name]?.numericValue ?? Number.NaN;
  const files = audits['network-requests']?.details?.items ?? [];
  const kb = (of: typeof files) => of.reduce((sum, { transferSize }) => sum + transferSize, 0) / 1000;
  return {
    performance: Math.round(categories.performance.score * 100),
    accessibility: Math.round(categories.accessibility.score * 100),
    fcpMs: value('first-contentful-paint'),
    lcpMs: value('largest-contentful-paint'),
    tbtMs: value('total-blocking-time'),
    cls: value('cumulative-layout-shift'),
    transferKb: kb(files),
    scriptKb: kb(files.filter(({ resourceType }) => resourceType === 'Script')),
  };
}
