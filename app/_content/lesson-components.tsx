import type { MDXComponents } from 'mdx/types';
import { Children, isValidElement, type ReactNode } from 'react';
import { measuredAt } from '../../components/charts/measured.ts';
import { hostWords } from '../../components/charts/verdict-words.ts';
import { AskedTrace } from '../../components/islands/asked-trace.tsx';
import { PredictIsland } from '../../components/islands/predict.tsx';
import { TerminalIsland } from '../../components/islands/terminal.tsx';
import { TracePlayer } from '../../components/islands/trace-player.tsx';
import { BlockedLoop } from '../../components/prose/blocked-loop.tsx';
import { Bunches } from '../../components/prose/bunches.tsx';
import { Carriers } from '../../components/prose/carriers.tsx';
import { ConnectionNeeds } from '../../components/prose/connection-needs.tsx';
import { FutureStates } from '../../components/prose/future-states.tsx';
import { HogAndTicker } from '../../components/prose/hog-and-ticker.tsx';
import { LoopPhases } from '../../components/prose/loop-phases.tsx';
import { NobodyWatches } from '../../components/prose/nobody-watches.tsx';
import { OneThread } from '../../components/prose/one-thread.tsx';
import {
  ClaimCard,
  CodeBlock,
  Defined,
  FindingCard,
  MeasuredNumber,
  SourceBlock,
  TeachingNotes,
  WarnList,
} from '../../components/prose/pieces.tsx';
import { PriceAndPercent } from '../../components/prose/price-and-percent.tsx';
import { Question } from '../../components/prose/question.tsx';
import { SecondLoop } from '../../components/prose/second-loop.tsx';
import { StalledRequests } from '../../components/prose/stalled-requests.tsx';
import { ThreeWays } from '../../components/prose/three-ways.tsx';
import { TwoLaws } from '../../components/prose/two-laws.tsx';
import type { PictureName, ProseName, ProseProps } from '../../components/prose/vocabulary.ts';
import { WakeUps } from '../../components/prose/wake-ups.tsx';
import { Waves } from '../../components/prose/waves.tsx';
import { WhoDidIt } from '../../components/prose/who-did-it.tsx';
import { WhoRunsWhere } from '../../components/prose/who-runs-where.tsx';
import { WorkersAndQueues } from '../../components/prose/workers-and-queues.tsx';
import type { Experiment } from '../../protocol/experiment.ts';
import { namedIn } from './check-lesson.ts';
import { type Lesson, readClaims, readLessons } from './course.ts';
import { readExperiment, readRecording } from './experiments.ts';
import { ContentError } from './files.ts';
import { highlight } from './highlight.ts';
import { askedBy, atOf, expectationOf, shortHash, sweepOfPage } from './predictions.ts';
import { RecordedExperiment } from './recorded-run.tsx';
import { coresOf, notesOn, outcomeInProse, recordedNumber, verdictOf, whereOf } from './recorded-words.ts';
import { sourceRegion } from './source-files.ts';
import { readOrderings, tracePlayer } from './traces.ts';
import { readVariant } from './variants.ts';

type Piece<N extends ProseName> = (
  props: ProseProps<N> & { lesson: Lesson; children?: ReactNode },
) => ReactNode | Promise<ReactNode>;

const pictures: Record<PictureName, () => ReactNode> = {
  'who-runs-where': WhoRunsWhere,
  'stalled-requests': StalledRequests,
  bunches: Bunches,
  'three-ways': ThreeWays,
  'loop-phases': LoopPhases,
  'blocked-loop': BlockedLoop,
  'who-did-it': WhoDidIt,
  'second-loop': SecondLoop,
  'two-laws': TwoLaws,
  'price-and-percent': PriceAndPercent,
  'future-states': FutureStates,
  waves: Waves,
  'hog-and-ticker': HogAndTicker,
  'one-thread': OneThread,
  'workers-and-queues': WorkersAndQueues,
  'nobody-watches': NobodyWatches,
  carriers: Carriers,
  'wake-ups': WakeUps,
  'what-a-connection-needs': ConnectionNeeds,
};

/** Each name an author may use, joined with the component that draws it and the data it shows. */
const pieces: { [N in ProseName]: Piece<N> } = {
  Claim: ({ id, lesson }) => <ClaimCard id={id} text={claimOf(lesson, id).often} role={roleOf(lesson, id)} />,
  Predict: async ({ lesson, children, ...props }) => {
    const experiment = await experimentOf(lesson, props.experiment);
    const asked = askedBy(props, experiment, partsIn<'Option'>(children));
    return <PredictIsland experiment={experiment} asked={asked} sweep={sweepOfPage(experiment)} />;
  },
  Option: () => null,
  Experiment: async ({ id, lesson }) => {
    const experiment = await experimentOf(lesson, id);
    return (
      <RecordedExperiment
        experiment={experiment}
        recording={readRecording(id)}
        expected={await expectedIn(lesson, experiment)}
      />
    );
  },
  WillNotShow: async ({ experiment, lesson }) => (
    <WarnList items={(await experimentOf(lesson, experiment)).willNotShowWhen} />
  ),
  Source: async ({ variant, file, region, folded, lesson }) => (
    <SourceBlock {...(await sourceOf(lesson, variant, file, region))} folded={folded === true} />
  ),
  Picture: ({ name }) => pictures[name](),
  Trace: async ({ id, ask, lesson }) => {
    const ordering = orderingOf(lesson, id);
    const player = await tracePlayer(ordering);
    return (
      <div className="wide">{ask ? <AskedTrace {...player} why={ordering.why} /> : <TracePlayer {...player} />}</div>
    );
  },
  Measured: (spot) => <MeasuredNumber {...recordedNumber(spot)} href={`#run-${spot.experiment}`} />,
  Machine: ({ experiment, say }) => {
    const recording = readRecording(experiment);
    if (!recording) return say === 'cores' ? 'several' : 'which is still to be named';
    return say === 'cores' ? String(coresOf(recording.result)) : hostWords(recording.result.host);
  },
  Finding: ({ experiment, claim: id, lesson }) => {
    const tested = notesOn(lesson, experiment, id);
    return <FindingCard claim={claimOf(lesson, id)} tested={tested} status={roleOf(lesson, id)} />;
  },
  Outcome: ({ experiment, claim }) => {
    const verdict = verdictOf(readRecording(experiment), claim);
    return <strong>{verdict ? outcomeInProse[verdict.outcome] : 'not recorded yet'}</strong>;
  },
  Term: ({ id, children }) => <Defined id={id}>{children}</Defined>,
  Instructor: ({ children }) => <TeachingNotes>{children}</TeachingNotes>,
  Terminal: ({ intro, children }) => (
    <TerminalIsland
      intro={intro}
      commands={partsIn<'Command'>(children).map(({ run, shows }) => ({ command: run, shows }))}
    />
  ),
  Command: () => null,
  Question: ({ lesson, children, ask, several, ordered, number, unit, tolerance, ...key }) => {
    const answers = partsIn<'Answer'>(children).map(({ says, right, from, to, children: reason }) => ({
      says,
      right: right === true,
      ...(from === undefined ? {} : { from: Number(from) }),
      ...(to === undefined ? {} : { to: Number(to) }),
      reason,
    }));
    const earlier = key.again === undefined ? undefined : readLessons().find(({ slug }) => slug === key.again);
    const exact = number === undefined ? undefined : { value: Number(number), unit: unit ?? '' };
    const identity = [ask, several, exact, key, answers.map(({ reason: _, ...said }) => said)];
    return (
      <Question
        id={shortHash(identity)}
        lesson={lesson.slug}
        ask={ask}
        answers={answers}
        several={several === true}
        ordered={ordered === true}
        number={answers.length > 0 ? undefined : { exact, tolerance: Number(tolerance ?? 10) / 100 }}
        measured={measuredKey(key)}
        again={earlier && { title: earlier.data.title, href: `/lessons/${earlier.slug}` }}
        reason={answers.length > 0 ? undefined : children}
      />
    );
  },
  Answer: () => null,
};

/** The pieces for one lesson, which each of them gets to know. */
export function lessonComponents(lesson: Lesson): MDXComponents {
  const bound = Object.entries(pieces).map(([name, piece]) => [
    name,
    (props: object) => (piece as (props: object) => ReactNode)({ ...props, lesson }),
  ]);
  return { ...Object.fromEntries(bound), pre: Pre, table: Table };
}

function roleOf(lesson: Lesson, claim: string): 'settled' | 'opened' {
  return lesson.data.settles.includes(claim) ? 'settled' : 'opened';
}

function claimOf(lesson: Lesson, id: string) {
  const claim = readClaims().get(id);
  if (!claim) throw new ContentError(lesson.file, `there is no claim \`${id}\``, 'Add it to content/claims');
  return claim;
}

function orderingOf(lesson: Lesson, id: string) {
  const ordering = readOrderings().get(id);
  if (!ordering)
    throw new ContentError(lesson.file, `there is no traced program \`${id}\``, 'Name one of content/orderings.yaml');
  return ordering;
}

async function experimentOf(lesson: Lesson, id: string): Promise<Experiment> {
  const experiment = await readExperiment(id);
  if (!experiment)
    throw new ContentError(lesson.file, `there is no experiment \`${id}\``, 'Add it to content/experiments');
  return experiment;
}

async function sourceOf(lesson: Lesson, id: string, file: string, name: string) {
  const variant = readVariant(id);
  if (!variant) throw new ContentError(lesson.file, `there is no variant \`${id}\``, 'Name one that is there');
  return sourceRegion(variant, file, name);
}

/** Where a measured question looks for its key, and what the recording says there. */
function measuredKey({
  experiment,
  series,
  metric,
  at,
}: Pick<ProseProps<'Question'>, 'experiment' | 'series' | 'metric' | 'at'>) {
  if (experiment === undefined || series === undefined || metric === undefined) return undefined;
  const recording = readRecording(experiment);
  const spot = { series, metric, at: atOf(at) };
  const value = recording && measuredAt(recording.result, spot);
  const recorded = recording && value !== undefined ? { value, where: whereOf(recording) } : undefined;
  return { experiment, spot, recorded };
}

/** The predictions that a lesson asks for of an experiment, in the order of its text. */
async function expectedIn(lesson: Lesson, experiment: Experiment) {
  const predicts = (await namedIn(lesson)).filter(
    ({ name, props }) => name === 'Predict' && props['experiment'] === experiment.id,
  );
  return predicts.map(({ props, inside }) =>
    expectationOf(
      askedBy(
        props as ProseProps<'Predict'>,
        experiment,
        inside.map((option) => option.props as ProseProps<'Option'>),
      ),
    ),
  );
}

/** The parts that an author wrote inside a component: its options, answers or commands. */
function partsIn<N extends 'Option' | 'Answer' | 'Command'>(children: ReactNode) {
  return Children.toArray(children).flatMap((child) =>
    isValidElement<ProseProps<N> & { children?: ReactNode }>(child) && ('says' in child.props || 'run' in child.props)
      ? [child.props]
      : [],
  );
}

/** Fenced code of a lesson: its text is the only child of the `code` element. */
async function Pre({ children }: { children?: ReactNode }) {
  const code = Children.toArray(children).find((child) => isValidElement(child));
  if (!isValidElement<{ className?: string; children?: ReactNode }>(code)) return <pre>{children}</pre>;
  const { className = '', children: text } = code.props;
  return <CodeBlock html={await highlight(String(text).trimEnd(), className.replace('language-', ''))} />;
}

function Table({ children }: { children?: ReactNode }) {
  return (
    <div className="scroll">
      <table>{children}</table>
    </div>
  );
}
