import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ImageResponse } from 'next/og.js';
import { createElement, type ReactNode } from 'react';
import { readLessons } from '../../app/_content/course.ts';
import { readExperiment, readRecording } from '../../app/_content/experiments.ts';
import { readParts } from '../../app/_content/plan.ts';
import { summaryRows } from '../../components/charts/figures.ts';
import { seriesOfExperiment } from '../../components/charts/series.ts';
import { pagesOf } from './page-kinds.ts';
import { pageText } from './page-text.ts';

/** What link previews expect: https://ogp.me, 1.91 : 1. */
export const SIZE = { width: 1200, height: 630 } as const;
const paper = '#fbfaf6';
const ink = '#1d1c1a';
const soft = '#5a574f';
const accent = '#9c2f17';
/** The first colours of the charts, as app/styles/tokens.css has them for light paper. */
const lines = ['#1a5fa8', '#b0440a', '#00705a', '#86388a', '#766000', '#525c69'];

/** The picture of a page, relative to the export: one for each lesson and experiment, else one for its kind. */
export const pictureOf = (file: string): string => `og/${file.replace(/\.html$/, '.png')}`;

/** Draws the pictures of all pages that are shared. */
export async function drawSharePictures(folder: string): Promise<{ pictures: number }> {
  const parts = readParts();
  const lessons = new Map(readLessons().map((lesson) => [`lessons/${lesson.slug}.html`, lesson]));
  const pages = pagesOf(folder).filter(({ kind }) => kind.indexed);
  for (const { file } of pages) {
    const { title, description } = pageText(readFileSync(join(folder, file), 'utf8'));
    const lesson = lessons.get(file);
    const part = lesson && parts.find(({ number }) => number === lesson.data.part);
    const experiment = lesson?.data.experiments[0] ?? /^experiments\/(.+)\.html$/.exec(file)?.[1];
    const picture = await drawPicture({
      title: title.replace(/ · Loadstone$/, ''),
      says: description,
      above: part ? `Part ${part.number}, ${part.title}` : 'A course on scaling that you can measure',
      curves: experiment ? await curvesOf(experiment) : [],
    });
    const target = join(folder, pictureOf(file));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, picture);
  }
  return { pictures: pages.length };
}

export interface Drawn {
  readonly title: string;
  readonly says: string;
  readonly above: string;
  /** Each series of a recorded run: throughput over what was swept. */
  readonly curves: readonly (readonly (readonly [x: number, y: number])[])[];
}

/** A recorded run's throughputs, each divided by the first of its series, so that all begin together. */
async function curvesOf(id: string): Promise<Drawn['curves']> {
  const experiment = await readExperiment(id);
  const result = readRecording(id)?.result;
  if (!experiment || !result || result.plan.sweep.values.length < 2) return [];
  const rows = summaryRows(seriesOfExperiment(experiment), result.points, result.plan.sweep);
  return [...Map.groupBy(rows, ({ label }) => label).values()].flatMap((own) => {
    // Repeated rows come after single ones, and count.
    const known = new Map(own.flatMap(({ x, figures }) => (figures.throughput ? [[x, figures.throughput]] : [])));
    const first = known.values().next().value;
    return first && known.size > 1 ? [[...known].map(([x, y]) => [x, y / first] as const)] : [];
  });
}

/** One picture as PNG. */
export async function drawPicture({ title, says, above, curves }: Drawn): Promise<Buffer> {
  const chart =
    curves.length > 0
      ? [box({ marginLeft: 40 }, createElement('img', { src: chartOf(curves), width: 360, height: 300, alt: '' }))]
      : [];
  const page = box(
    { width: '100%', height: '100%', flexDirection: 'column', padding: '64px 72px', background: paper, color: ink },
    box({ fontSize: 30, color: soft }, above),
    box(
      { flexGrow: 1, alignItems: 'center' },
      box(
        { flexDirection: 'column', flexGrow: 1, flexBasis: 0 },
        box({ fontSize: title.length > 40 ? 60 : 76, lineHeight: 1.1, letterSpacing: -1.5 }, title),
        box({ fontSize: 34, lineHeight: 1.35, color: soft, marginTop: 24 }, says),
      ),
      ...chart,
    ),
    box(
      { alignItems: 'center', fontSize: 32 },
      box({ width: 26, height: 26, background: accent, marginRight: 16 }),
      'Loadstone',
    ),
  );
  return Buffer.from(await new ImageResponse(page, SIZE).arrayBuffer());
}

function box(style: Record<string, string | number>, ...children: ReactNode[]) {
  return createElement('div', { style: { display: 'flex', ...style } }, ...children);
}

/** The curves alone as an SVG: enough to see who rises and who does not. */
function chartOf(curves: Drawn['curves']): string {
  const [width, height, edge] = [360, 300, 14];
  const all = curves.flat();
  const [least, most] = [Math.min(...all.map(([x]) => x)), Math.max(...all.map(([x]) => x))];
  const top = Math.max(...all.map(([, y]) => y)) * 1.05;
  const at = ([x, y]: readonly [number, number]) =>
    `${(edge + ((x - least) / (most - least)) * (width - 2 * edge)).toFixed(1)},${(height - edge - (y / top) * (height - 2 * edge)).toFixed(1)}`;
  const drawn = curves.map((curve, i) => {
    const colour = lines[i % lines.length];
    const ends = curve.map((point) => {
      const [x, y] = at(point).split(',');
      return `<circle cx="${x}" cy="${y}" r="8" fill="${colour}"/>`;
    });
    return `<polyline points="${curve.map(at).join(' ')}" fill="none" stroke="${colour}" stroke-width="5"/>${ends.join('')}`;
  });
  const axis = `<path d="M${edge} ${edge / 2}V${height - edge / 2}H${width}" fill="none" stroke="${soft}" stroke-width="2"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${axis}${drawn.join('')}</svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
