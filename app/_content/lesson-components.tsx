import type { MDXComponents } from 'mdx/types';
import { Children, isValidElement, type ReactNode } from 'react';
import { hostWords } from '../../components/charts/verdict-words.ts';
import { PredictIsland } from '../../components/islands/predict.tsx';
import { TerminalIsland } from '../../components/islands/terminal.tsx';
import {
  ClaimCard,
  CodeBlock,
  Defined,
  FindingCard,
  MeasuredNumber,
  SourceBlock,
  WarnList,
} from '../../components/prose/pieces.tsx';
import { Answer, Question } from '../../components/prose/question.tsx';
import { ThreeWays } from '../../components/prose/three-ways.tsx';
import type { PictureName, ProseName, ProseProps } from '../../components/prose/vocabulary.ts';
import type { Experiment } from '../../protocol/experiment.ts';
import { type Lesson, readClaims } from './course.ts';
import { readExperiment, readRecording } from './experiments.ts';
import { ContentError } from './files.ts';
import { highlight } from './highlight.ts';
import { inProse, measured } from './measured.ts';
import { RecordedExperiment } from './recorded-run.tsx';
import { outcomeInProse, verdictNotes, verdictOf, whereOf } from './recorded-words.ts';
import { sourceRegion } from './source-files.ts';
import { readVariant } from './variants.ts';

type Piece<N extends ProseName> = (
  props: ProseProps<N> & { lesson: Lesson; children?: ReactNode },
) => ReactNode | Promise<ReactNode>;

const pictures: Record<PictureName, () => ReactNode> = { 'three-ways': ThreeWays };

/** Each name an author may use, joined with the component that draws it and the data it shows. */
const pieces: { [N in ProseName]: Piece<N> } = {
  Claim: ({ id, lesson }) => <ClaimCard id={id} text={claimOf(lesson, id).often} role={roleOf(lesson, id)} />,
  Predict: async ({ experiment, lesson }) => (
    <PredictIsland
      experiment={await experimentOf(lesson, experiment)}
      sweep={readRecording(experiment)?.result.plan.sweep.values ?? [1, 2]}
    />
  ),
  Experiment: async ({ id, lesson }) => (
    <RecordedExperiment experiment={await experimentOf(lesson, id)} recording={readRecording(id)} />
  ),
  WillNotShow: async ({ experiment, lesson }) => (
    <WarnList items={(await experimentOf(lesson, experiment)).willNotShowWhen} />
  ),
  Source: async ({ variant, file, region, folded, lesson }) => (
    <SourceBlock {...(await sourceOf(lesson, variant, file, region))} folded={folded === true} />
  ),
  Picture: ({ name }) => pictures[name](),
  Measured: ({ experiment, series, metric, cores }) => {
    const recording = readRecording(experiment);
    const value = measured(recording, series, metric, cores);
    return (
      <MeasuredNumber
        text={value === undefined ? undefined : inProse(value, metric)}
        where={recording ? whereOf(recording) : ''}
        href={`#run-${experiment}`}
      />
    );
  },
  Machine: ({ experiment, say }) => {
    const recording = readRecording(experiment);
    if (!recording) return say === 'cores' ? 'several' : 'which is still to be named';
    return say === 'cores' ? String(recording.result.plan.sweep.values.at(-1)) : hostWords(recording.result.host);
  },
  Finding: ({ experiment, claim: id, lesson }) => {
    const recording = experiment === undefined ? undefined : readRecording(experiment);
    const tested = verdictNotes(recording).find(({ claim }) => claim === id);
    return <FindingCard claim={claimOf(lesson, id)} tested={tested} status={roleOf(lesson, id)} />;
  },
  Outcome: ({ experiment, claim }) => {
    const verdict = verdictOf(readRecording(experiment), claim);
    return <strong>{verdict ? outcomeInProse[verdict.outcome] : 'not recorded yet'}</strong>;
  },
  Term: ({ id, children }) => <Defined id={id}>{children}</Defined>,
  Terminal: ({ intro, children }) => <TerminalIsland intro={intro} commands={commandsIn(children)} />,
  Command: () => null,
  Question: ({ ask, experiment, series, metric, children }) => {
    const recording = experiment === undefined ? undefined : readRecording(experiment);
    const value = series && metric ? measured(recording, series, metric) : undefined;
    const key =
      recording && metric && value !== undefined
        ? { value, text: inProse(value, metric), where: whereOf(recording) }
        : undefined;
    return (
      <Question ask={ask} byMeasurement={experiment !== undefined} measured={key}>
        {children}
      </Question>
    );
  },
  Answer: ({ lesson: _, ...props }) => Answer(props),
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

function commandsIn(children: ReactNode): { command: string; shows: string }[] {
  return Children.toArray(children).flatMap((child) =>
    isValidElement<ProseProps<'Command'>>(child) && 'run' in child.props
      ? [{ command: child.props.run, shows: child.props.shows }]
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
