import { join } from 'node:path';
import { createProcessor } from '@mdx-js/mdx';
import { type DataTable, headOf } from '../../components/charts/data-table.ts';
import { metricNames, summaryTable } from '../../components/charts/figures.ts';
import { day, fixed, flagsInWords } from '../../components/charts/format.ts';
import { seriesOfExperiment } from '../../components/charts/series.ts';
import { runtimeWords, stepsOf, stepWords } from '../../components/charts/trace.ts';
import { DENIAL, hostWords } from '../../components/charts/verdict-words.ts';
import { pictureWords } from '../../components/prose/picture-words.ts';
import type { ProseName, ProseProps } from '../../components/prose/vocabulary.ts';
import type { Experiment } from '../../protocol/experiment.ts';
import type { MetricName } from '../../protocol/metrics.ts';
import type { Recording } from '../../protocol/result.ts';
import { type Lesson, readClaims, readTerms } from './course.ts';
import { readExperiment, readRecording } from './experiments.ts';
import { readingMinutes } from './lesson-times.ts';
import { readParts } from './plan.ts';
import {
  coresOf,
  notesOn,
  outcomeInProse,
  recordedNumber,
  verdictNotes,
  verdictOf,
  whereOf,
} from './recorded-words.ts';
import { cutRegion } from './regions.ts';
import { readOrderings, readTrace } from './traces.ts';
import { readVariant } from './variants.ts';

/**
 * A lesson as Markdown, for readers that are programs: the author's own text, with each component put into words. It
 * expects a lesson that passed the check.
 */
export async function lessonMarkdown(lesson: Lesson): Promise<string> {
  const { data } = lesson;
  const part = readParts().find(({ number }) => number === data.part);
  const terms = readTerms();
  const experiments = await Promise.all(data.experiments.map(async (id) => [id, await readExperiment(id)] as const));
  const told: Told = { lesson, experiments: new Map(experiments.flatMap(([id, one]) => (one ? [[id, one]] : []))) };
  const tree = createProcessor().parse(lesson.body) as Node;
  const sections = [
    `# ${data.title}`,
    `> ${data.question}`,
    `Part ${data.part}, ${part?.title}. ${readingMinutes(lesson)} minutes to read.`,
    wordsOf(tree, told).trim(),
    ...(data.terms.introduces.length > 0 ? ['## Terms of this lesson'] : []),
    data.terms.introduces.map((id) => `- **${terms.get(id)?.term}**: ${terms.get(id)?.means}`).join('\n'),
    data.experiments.flatMap((id) => footnote(id, readRecording(id))).join('\n'),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** The part of an MDX tree that is read here. */
interface Node {
  type: string;
  name?: string | null;
  attributes?: { name: string; value?: string | null }[];
  children?: Node[];
  position?: { start: { offset?: number }; end: { offset?: number } };
}

interface Told {
  lesson: Lesson;
  experiments: ReadonlyMap<string, Experiment>;
}

type Props = Partial<Record<string, string | true>>;
type Words<N extends ProseName> = (props: ProseProps<N>, inside: string, told: Told) => string;

const paragraphs = (...lines: (string | undefined)[]) => lines.filter((line) => line).join('\n\n');
const quoted = (text: string) => text.replace(/^/gm, '> ').replace(/ +$/gm, '');

/** What each component of a lesson says. Whoever adds a name to the vocabulary adds its words here. */
const words: { [N in ProseName]: Words<N> } = {
  Claim: ({ id }, _, { lesson }) =>
    quoted(
      `**${id.startsWith('course.') ? 'A sentence of this course' : 'Often claimed'}:** ${readClaims().get(id)?.often} (${
        lesson.data.settles.includes(id) ? 'tested in this lesson' : 'first evidence in this lesson'
      })`,
    ),
  Predict: ({ experiment, ask }, inside, { experiments }) =>
    paragraphs(`**Predict**, before you read on: ${ask ?? experiments.get(experiment)?.question}`, inside),
  Option: ({ says }) => `- ${says}`,
  Experiment: ({ id }, _, { experiments }) => experimentWords(experiments.get(id) as Experiment, readRecording(id)),
  WillNotShow: ({ experiment }, _, { experiments }) =>
    paragraphs(
      'This experiment will not show it when',
      experiments
        .get(experiment)
        ?.willNotShowWhen.map((item) => `- ${item}.`)
        .join('\n'),
    ),
  Source: ({ variant, file, region }) => sourceWords(variant, file, region),
  Picture: ({ name }) => `Picture: ${pictureWords[name]}`,
  Trace: ({ id }) => traceWords(id),
  Measured: (spot) => {
    const number = recordedNumber(spot);
    return number ? `${number.text}[^${spot.experiment}]${number.doubt ? ' (in doubt)' : ''}` : '(not recorded yet)';
  },
  Machine: ({ experiment, say }) => {
    const result = readRecording(experiment)?.result;
    if (!result) return say === 'cores' ? 'several' : 'which is still to be named';
    return say === 'cores' ? String(coresOf(result)) : hostWords(result.host);
  },
  Finding: ({ experiment, claim: id }, _, { lesson }) => {
    const claim = readClaims().get(id);
    const noted = notesOn(lesson, experiment, id);
    const sources = claim?.sources.map(
      ({ title, url, unverified }) => `[${title}](${url})${unverified ? ' (not verified)' : ''}`,
    );
    return [
      `- **Claim:** ${claim?.often}`,
      ...(claim?.bySourceAlone ? ['  - Tested: by source alone; no experiment can decide it here.'] : []),
      ...(!claim?.bySourceAlone && noted.length === 0 ? ['  - Tested: not recorded yet.'] : []),
      ...noted.map((note) => `  - Tested: ${noteWords(note)}`),
      `  - Sources: ${claim?.better} ${claim?.why} ${sources?.join('; ')}`,
    ].join('\n');
  },
  Outcome: ({ experiment, claim }) => {
    const verdict = verdictOf(readRecording(experiment), claim);
    return `**${verdict ? outcomeInProse[verdict.outcome] : 'not recorded yet'}**`;
  },
  Term: (_, inside) => `*${inside}*`,
  Instructor: (_, inside) => paragraphs('**For those who teach this lesson.**', inside),
  Terminal: ({ intro }, inside) => paragraphs(`**Terminal.** ${intro}`, inside),
  Command: ({ run, shows }) => `- ${shows}\n\n  \`\`\`sh\n  ${run}\n  \`\`\``,
  Question: ({ ask, number, unit }, inside) =>
    paragraphs(`**Question.** ${ask}`, number && `Answer: ${number} ${unit ?? ''}`.trim(), inside),
  Answer: ({ says, right, from, to }, inside) => {
    const range = [from && `from ${from}`, to && `below ${to}`].filter(Boolean).join(' ');
    return `- ${says}${right ? ' (right)' : ''}${range ? ` (right when the measured value is ${range})` : ''}. ${inside.replace(/\s+/g, ' ')}`;
  },
};

/** The program, and what ran when in it. */
function traceWords(id: string): string {
  const { trace, program } = readTrace(id);
  return paragraphs(
    `**Trace: ${readOrderings().get(id)?.title}.** What ran when, recorded with ${runtimeWords(trace.runtime)}.`,
    `\`\`\`${trace.source.path.endsWith('.rs') ? 'rust' : 'js'}\n${program.trimEnd()}\n\`\`\``,
    stepsOf(trace)
      .map((step) => `1. ${stepWords(step)}`)
      .join('\n'),
  );
}

/** The source of a node with the components inside it in words. */
function wordsOf(node: Node, told: Told): string {
  const { body } = told.lesson;
  const from = (one: Node) => one.position?.start.offset ?? 0;
  const to = (one: Node) => one.position?.end.offset ?? 0;
  if (node.type.startsWith('mdxJsx')) {
    const props: Props = Object.fromEntries((node.attributes ?? []).map(({ name, value }) => [name, value ?? true]));
    const children = node.children ?? [];
    const gap = node.type === 'mdxJsxFlowElement' ? '\n\n' : '';
    const inside = children.map((child) => wordsOf(child, told).replace(/^ +/gm, '').trim()).join(gap);
    return (words[node.name as ProseName] as (props: Props, inside: string, told: Told) => string)(props, inside, told);
  }
  let text = '';
  let at = from(node);
  for (const child of node.children ?? []) {
    text += body.slice(at, from(child)) + wordsOf(child, told);
    at = to(child);
  }
  return text + body.slice(at, to(node));
}

const footnote = (id: string, recording: Recording | undefined): string[] =>
  recording ? [`[^${id}]: Measured, not typed: recording \`${id}\`, ${whereOf(recording)}.`] : [];

function sourceWords(id: string, file: string, name: string): string {
  const variant = readVariant(id);
  const source = variant?.files.get(file);
  if (!variant || !source) return '';
  const { code, firstLine, notes } = cutRegion(join(variant.folder, source.path), source.text, name);
  return paragraphs(
    `\`${source.path}\`, from line ${firstLine}:`,
    `\`\`\`${source.path.split('.').at(-1)}\n${code}\n\`\`\``,
    notes.map(({ mark, text }) => `- ${mark} ${text}`).join('\n'),
  );
}

/** What a reader of the table asks for first; the recording's file has all of it. A program says by itself what it is about. */
const shown: readonly MetricName[] = [
  'throughput',
  'speedUp',
  'coresUsed',
  'serviceP50',
  'serviceP99',
  'responseP50',
  'responseP99',
  'peakMemory',
];

function experimentWords(experiment: Experiment, recording: Recording | undefined): string {
  const heading = `**Experiment: ${experiment.title}.** ${experiment.question}`;
  if (!recording) return paragraphs(heading, 'It is not recorded yet.');
  const { points, plan } = recording.result;
  const said = metricNames.filter((name) => points.some(({ figures }) => figures?.[name] !== undefined));
  const table = summaryTable(seriesOfExperiment(experiment), points, plan.sweep, said.length > 0 ? said : shown);
  return paragraphs(
    heading,
    `Recorded on ${whereOf(recording)}. All numbers: /recordings/${experiment.id}.json`,
    tableWords(table),
    verdictNotes(recording)
      .map((note) => `- ${noteWords(note)}`)
      .join('\n'),
    flagsInWords(points.flatMap(({ flags }) => flags)).join(' '),
  );
}

type Note = ReturnType<typeof verdictNotes>[number];

/** A recorded verdict speaks of its own machine. */
function noteWords({ sentence, denies, outcome, figure, reason, machine, at }: Note): string {
  const denial = denies ? ` ${DENIAL}` : '';
  return `${sentence}${denial} On the recorded machine this **${outcomeInProse[outcome]}**: ${figure ? `${figure}. ` : ''}${reason} (${machine}, ${day(at)})`;
}

function tableWords({ columns, rows }: DataTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(columns.map(headOf)),
    line(columns.map(() => '---')),
    ...rows.map((row) =>
      line(row.map((cell, i) => (typeof cell === 'number' ? fixed(cell, columns[i]?.digits ?? 0) : (cell ?? '')))),
    ),
  ].join('\n');
}
