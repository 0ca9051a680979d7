import { join } from 'node:path';
import { compile } from '@mdx-js/mdx';
import remarkGfm from 'remark-gfm';
import { type ProseName, vocabulary } from '../../components/prose/vocabulary.ts';
import { faultOf } from '../../protocol/errors.ts';
import type { Experiment } from '../../protocol/experiment.ts';
import { checkClaims } from './check-claims.ts';
import { type Claim, type Lesson, readClaims, readLessons, readTerms, type Term } from './course.ts';
import { experimentIds, readExperiment, readRecording } from './experiments.ts';
import { ContentError } from './files.ts';
import { type Part, readCourseMap, readParts } from './plan.ts';
import { cutRegion } from './regions.ts';
import { checkTraces, readOrderings } from './traces.ts';
import { readVariant, subjectIds, variantIds } from './variants.ts';

/** The part of an MDX tree that the check looks at. */
interface Node {
  type: string;
  name?: string | null;
  attributes?: { type: string; name: string; value?: unknown }[];
  children?: Node[];
  position?: { start: { line: number } };
}

export interface Named {
  name: ProseName;
  props: Record<string, string | true>;
  line: number;
  /** Components named inside it. */
  inside: Named[];
}

export interface Course {
  parts: Part[];
  claims: Map<string, Claim>;
  terms: Map<string, Term>;
  experiments: Map<string, Experiment>;
  lessons: Lesson[];
}

/** Everything lessons refer to, read and parsed. */
export async function readCourse(): Promise<Course> {
  const experiments = new Map<string, Experiment>();
  for (const id of experimentIds()) experiments.set(id, (await readExperiment(id)) as Experiment);
  return { parts: readParts(), claims: readClaims(), terms: readTerms(), experiments, lessons: readLessons() };
}

/** Checks all lessons against what they name, and against each other. @throws ContentError at the first fault */
export async function checkCourse(): Promise<{ lessons: number; recorded: number }> {
  const course = await readCourse();
  checkTraces();
  checkClaims(
    new Set(course.claims.keys()),
    readCourseMap().parts.flatMap(({ places }) => places),
  );
  const explained = new Set<string>();
  for (const lesson of course.lessons) {
    await checkLesson(lesson, course, explained);
    for (const term of lesson.data.terms.introduces) explained.add(term);
  }
  const recorded = [...course.experiments.keys()].filter((id) => readRecording(id) !== undefined).length;
  return { lessons: course.lessons.length, recorded };
}

/** Checks one lesson; `explained` are the terms of the lessons before. @throws ContentError at the first fault */
export async function checkLesson(lesson: Lesson, course: Course, explained: ReadonlySet<string>): Promise<void> {
  const named = (await namedIn(lesson)).flatMap(function all(one): Named[] {
    return [one, ...one.inside.flatMap(all)];
  });
  checkFrontMatter(lesson, course, explained);
  for (const one of named) checkNamed(lesson, one, course);
  checkComplete(lesson, named, course);
}

function fault(lesson: Lesson, line: number, what: string, remedy: string): never {
  throw new ContentError(`${lesson.file}:${line}`, what, remedy);
}

/** The components a lesson names, in order. Also holds that the text contains no code of its own. */
export async function namedIn(lesson: Lesson): Promise<Named[]> {
  const found: Named[] = [];
  const visit = (node: Node, siblings: Named[]): void => {
    const line = node.position?.start.line ?? 1;
    if (node.type === 'mdxjsEsm' || node.type === 'mdxFlowExpression' || node.type === 'mdxTextExpression')
      fault(
        lesson,
        line,
        'a lesson holds no import, export or `{…}`',
        'Name a component of components/prose/vocabulary.ts instead',
      );
    const named = node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement';
    const own = named ? nameOf(lesson, node, line) : undefined;
    if (own) siblings.push(own);
    for (const child of node.children ?? []) visit(child, own?.inside ?? siblings);
  };
  const remarkCollect = () => (tree: Node) => visit(tree, found);
  try {
    await compile(lesson.body, { remarkPlugins: [remarkGfm, remarkCollect] });
  } catch (error) {
    if (error instanceof ContentError) throw error;
    const { line = 1, reason = (error as Error).message } = error as { line?: number; reason?: string };
    fault(lesson, line, `it does not parse: ${reason.replace(/\.$/, '')}`, 'Mend that line');
  }
  return found;
}

function nameOf(lesson: Lesson, node: Node, line: number): Named {
  const name = node.name ?? '';
  if (!Object.hasOwn(vocabulary, name))
    fault(lesson, line, `there is no component \`${name}\``, `Use one of ${Object.keys(vocabulary).join(', ')}`);
  const props: Record<string, string | true> = {};
  for (const { type, name: attribute, value } of node.attributes ?? []) {
    if (type !== 'mdxJsxAttribute' || (value !== null && value !== undefined && typeof value !== 'string'))
      fault(lesson, line, `<${name}> has an attribute that is not plain text`, 'Write attributes as `name="text"`');
    props[attribute] = typeof value === 'string' ? value : true;
  }
  const parsed = vocabulary[name as ProseName].safeParse(props);
  if (!parsed.success)
    fault(lesson, line, `<${name}> ${faultOf(parsed.error)}`, 'components/prose/vocabulary.ts lists its attributes');
  return { name: name as ProseName, props, line, inside: [] };
}

function checkFrontMatter(
  { file, data }: Lesson,
  { parts, claims, terms, experiments }: Course,
  explained: ReadonlySet<string>,
): void {
  const say = (what: string, remedy: string): never => {
    throw new ContentError(file, what, remedy);
  };
  if (!parts.some((part) => part.number === data.part))
    say(`there is no part ${data.part}`, 'Take a number of content/course.yaml');
  for (const id of [...data.settles, ...data.opens])
    if (!claims.has(id)) say(`there is no claim \`${id}\``, `Add it to content/claims/${id.split('.')[0]}.yaml`);
  for (const id of data.experiments)
    if (!experiments.has(id))
      say(`there is no experiment \`${id}\``, `There are: ${[...experiments.keys()].join(', ')}`);
  for (const id of [...data.terms.introduces, ...data.terms.assumes])
    if (!terms.has(id)) say(`there is no glossary term \`${id}\``, 'Add it to content/glossary.yaml');
  for (const id of data.terms.introduces)
    if (explained.has(id)) say(`term \`${id}\` was explained before`, 'Move it to `assumes`');
  for (const id of data.terms.assumes)
    if (!explained.has(id))
      say(`term \`${id}\` is assumed but no earlier lesson explains it`, 'Explain it here, under `introduces`');
}

/** Bars that a reader can hold against each other. */
const MOST_RANKED = 8;

/** Where components stand that are parts of another one. */
const parents: Partial<Record<ProseName, ProseName>> = { Option: 'Predict', Answer: 'Question', Command: 'Terminal' };

function checkNamed(lesson: Lesson, one: Named, course: Course): void {
  const { name, props, line } = one;
  const { data } = lesson;
  const say: (what: string, remedy: string) => never = (what, remedy) => fault(lesson, line, what, remedy);
  const experimentId = name === 'Experiment' ? props['id'] : props['experiment'];
  const experiment = typeof experimentId === 'string' ? course.experiments.get(experimentId) : undefined;
  if (typeof experimentId === 'string') {
    if (!experiment)
      say(`there is no experiment \`${experimentId}\``, `There are: ${[...course.experiments.keys()].join(', ')}`);
    if (!data.experiments.includes(experimentId) && props['again'] === undefined)
      say(`experiment \`${experimentId}\` is not in the front matter`, 'Add it to `experiments`');
  }
  const series = [props['series'], props['minus']].flatMap((ids) => (typeof ids === 'string' ? ids.split(/, ?/) : []));
  for (const id of experiment ? series : [])
    if (!experiment?.series.some((own) => own.id === id))
      say(
        `experiment \`${experiment?.id}\` has no series \`${id}\``,
        `It has: ${experiment?.series.map((own) => own.id).join(', ')}`,
      );
  if (experiment && props['at'] !== undefined) checkAt(experiment, props['at'] as string);
  if (name === 'Claim') checkClaim(props['id'] as string);
  if (name === 'Finding' || name === 'Outcome') {
    const id = props['claim'] as string;
    checkClaim(id);
    const bySource = course.claims.get(id)?.bySourceAlone;
    if (!experimentId && !bySource)
      say(`the finding on \`${id}\` names no experiment`, 'Name one, or mark the claim as `bySourceAlone`');
    if (experimentId && !experiment?.questions.some(({ claim }) => claim === id))
      say(
        `experiment \`${experimentId}\` asks nothing about claim \`${id}\``,
        'Add the question to the experiment, or take another claim',
      );
  }
  if (name === 'Source') checkSource();
  if (name === 'Trace' && !readOrderings().has(props['id'] as string))
    say(`there is no traced program \`${props['id']}\``, 'Name one of content/orderings.yaml');
  if (name === 'Term' && !data.terms.introduces.includes(props['id'] as string)) {
    const what = course.terms.has(props['id'] as string) ? 'is not in `introduces`' : 'is not in content/glossary.yaml';
    say(`term \`${props['id']}\` ${what}`, 'Add it there');
  }
  for (const inner of one.inside)
    if (parents[inner.name] !== undefined && parents[inner.name] !== name)
      say(`<${inner.name}> stands in <${name}>`, `Put it into a <${parents[inner.name]}>`);
  if (name === 'Predict' && experiment) checkPredict(experiment);
  if (name === 'Question') checkQuestion();

  function checkAt({ id, sweep }: Experiment, at: string): void {
    if (at === 'least' || at === 'most' || sweep.over === 'cores') return;
    const values = sweep.over === 'nothing' ? [1] : sweep.values;
    if (!values.includes(Number(at)))
      say(`experiment \`${id}\` has no point at ${at}`, `It has: least, most, ${values.join(', ')}`);
  }

  function checkPredict({ id, sweep, questions }: Experiment): void {
    if (props['kind'] === 'curve' && sweep.over === 'nothing')
      say(
        `experiment \`${id}\` sweeps nothing, so there is no curve to draw`,
        'Take kind `rank`, `number` or `choose`',
      );
    if (props['metric'] === 'speedUp' && sweep.over !== 'cores')
      say(`experiment \`${id}\` sweeps no cores, so it has no speed-up`, 'Take another metric');
    if (props['kind'] === 'rank' && (series.length || experiment?.series.length || 0) > MOST_RANKED)
      say(`more than ${MOST_RANKED} series cannot be put in order`, 'Name the ones that matter in `series`');
    if (props['kind'] !== 'choose') return;
    const byClaim = props['claim'] !== undefined;
    if (byClaim === (props['series'] !== undefined))
      say('a choice is decided by a claim, or by a number', 'Write `claim="…"`, or `series="…"` and `metric="…"`');
    if (byClaim && !questions.some(({ claim }) => claim === props['claim']))
      say(`experiment \`${id}\` asks nothing about claim \`${props['claim']}\``, 'Take one of its claims');
    const options = one.inside.filter((inner) => inner.name === 'Option');
    if (options.length < 2) say('a choice needs two options at least', 'Write <Option says="…" /> inside it');
    for (const option of options) {
      const ranged = option.props['from'] !== undefined || option.props['to'] !== undefined;
      if (byClaim ? ranged || !option.props['outcome'] : !ranged || option.props['outcome'])
        say(
          `the option “${option.props['says']}” is not decided`,
          byClaim ? 'Give it `outcome="holds"` or `outcome="does-not-hold"`' : 'Give it `from` and `to`',
        );
    }
  }

  function checkQuestion(): void {
    const answers = one.inside.filter((inner) => inner.name === 'Answer');
    const byMeasurement = experimentId !== undefined;
    if (
      ['experiment', 'series', 'metric'].some((key) => props[key]) &&
      !(byMeasurement && props['series'] && props['metric'])
    )
      say('a measured question names experiment, series and metric', 'Add the missing one');
    if (answers.length === 0 && (props['number'] === undefined) !== byMeasurement)
      say(
        'a question without answers asks for a number and needs one key',
        'Give it `number="…"`, or experiment, series and metric',
      );
    if (
      answers.length > 0 &&
      (props['number'] !== undefined || props['unit'] !== undefined || props['tolerance'] !== undefined)
    )
      say('a question with answers has no number', 'Leave out `number`, `unit` and `tolerance`, or the answers');
    const right = answers.filter((answer) => answer.props['right']).length;
    if (answers.length > 0 && !byMeasurement && (props['several'] ? right < 1 : right !== 1))
      say(
        `${right} of its answers are right`,
        props['several'] ? 'Mark one at least' : 'Mark one, or the question as `several`',
      );
    const { again } = props;
    if (again !== undefined) {
      const order = course.lessons.map(({ slug }) => slug);
      const [earlier, own] = [order.indexOf(again as string), order.indexOf(lesson.slug)];
      if (earlier < 0 || (own >= 0 && earlier >= own))
        say(`there is no earlier lesson \`${again}\``, `There are: ${order.slice(0, Math.max(own, 0)).join(', ')}`);
    }
  }

  function checkClaim(id: string): void {
    if (!course.claims.has(id)) say(`there is no claim \`${id}\``, `Add it to content/claims/${id.split('.')[0]}.yaml`);
    if (![...data.settles, ...data.opens].includes(id))
      say(`claim \`${id}\` is not in the front matter`, 'Add it to `settles` or `opens`');
  }

  function checkSource(): void {
    const id = props['variant'] as string;
    const variant = readVariant(id);
    if (!variant) say(`there is no variant \`${id}\``, `There are: ${[...variantIds(), ...subjectIds()].join(', ')}`);
    const source = variant.files.get(props['file'] as string);
    if (!source)
      say(`variant \`${id}\` has no source \`${props['file']}\``, `It has: ${[...variant.files.keys()].join(', ')}`);
    cutRegion(join(variant.folder, source.path), source.text, props['region'] as string);
  }
}

/** What the front matter promises stands in the text, and the experiment agrees on what is settled. */
function checkComplete(lesson: Lesson, named: readonly Named[], { experiments }: Course): void {
  const { settles, opens, terms } = lesson.data;
  const has = (name: ProseName, key: string, value: string) =>
    named.some((one) => one.name === name && one.props[key] === value);
  for (const id of [...settles, ...opens])
    if (!has('Claim', 'id', id)) fault(lesson, 1, `claim \`${id}\` has no card`, `Add <Claim id="${id}" />`);
  for (const id of settles)
    if (!has('Finding', 'claim', id))
      fault(lesson, 1, `claim \`${id}\` is settled but has no finding`, `Add <Finding claim="${id}" … />`);
  const predicts = named.filter(({ name }) => name === 'Predict');
  for (const { line, props } of predicts)
    if (predicts.filter((other) => likewise(other.props, props)).length > 1)
      fault(
        lesson,
        line,
        `two curves of experiment \`${props['experiment']}\` are predicted of one metric`,
        'Ask for both in one, or for another metric',
      );
  for (const id of lesson.data.experiments)
    if (!has('Experiment', 'id', id))
      fault(lesson, 1, `experiment \`${id}\` does not stand in the text`, `Add <Experiment id="${id}" />`);
  for (const id of terms.introduces)
    if (!has('Term', 'id', id))
      fault(lesson, 1, `term \`${id}\` is not marked where it is explained`, `Add <Term id="${id}">…</Term>`);
  for (const { claim, status } of lesson.data.experiments.flatMap((id) => experiments.get(id)?.questions ?? []))
    if (!(status === 'settled' ? settles : opens).includes(claim))
      fault(
        lesson,
        1,
        `the experiment has claim \`${claim}\` as ${status}, the front matter has not`,
        `Add it to \`${status === 'settled' ? 'settles' : 'opens'}\``,
      );
}

const likewise = (a: Named['props'], b: Named['props']) =>
  a['kind'] === 'curve' && ['kind', 'experiment', 'metric'].every((key) => a[key] === b[key]);
