import type { MDXComponents } from 'mdx/types';
import { Children, isValidElement, type ReactNode } from 'react';
import { RecordedBadge } from '../../components/charts/host-line.tsx';
import { ResultFigures } from '../../components/charts/result-figures.tsx';
import { seriesOfExperiment } from '../../components/charts/series.ts';
import { SpeedUpChart } from '../../components/charts/speed-up-chart.tsx';
import { hostWords, outcomeWord, ratioWords } from '../../components/charts/verdict-words.ts';
import { ExperimentIsland } from '../../components/islands/experiment.tsx';
import { PredictIsland } from '../../components/islands/predict.tsx';
import { TerminalIsland } from '../../components/islands/terminal.tsx';
import { ClaimCard, CodeBlock, Defined, FindingCard, MeasuredNumber, SourceBlock, WarnList } from '../../components/prose/pieces.tsx';
import { Answer, Question } from '../../components/prose/question.tsx';
import { ThreeWays } from '../../components/prose/three-ways.tsx';
import type { PictureName, ProseName, ProseProps } from '../../components/prose/vocabulary.ts';
import type { Experiment } from '../../protocol/experiment.ts';
import type { Recording, Verdict } from '../../protocol/result.ts';
import { type Lesson, readClaims } from './course.ts';
import { day } from '../../components/charts/format.ts';
import { readExperiment, readRecording } from './experiments.ts';
import { ContentError, fromRoot } from './files.ts';
import { highlight } from './highlight.ts';
import { inProse, measured } from './measured.ts';
import { cutRegion } from './regions.ts';
import { readVariant } from './variants.ts';

type Piece<N extends ProseName> = (props: ProseProps<N> & { children?: ReactNode }) => ReactNode | Promise<ReactNode>;

const pictures: Record<PictureName, () => ReactNode> = { 'three-ways': ThreeWays };

/** Joins the names an author may use with the components that draw them and the data they show. */
export function lessonComponents(lesson: Lesson): MDXComponents {
  const pieces: { [N in ProseName]: Piece<N> } = {
    Claim: ({ id }) => <ClaimCard id={id} text={claimOf(lesson, id).often} role={lesson.data.settles.includes(id) ? 'settled' : 'opened'} />,
    Predict: async ({ experiment: id }) => {
      const experiment = await experimentOf(lesson, id);
      return <PredictIsland experiment={experiment} sweep={readRecording(id)?.result.plan.sweep ?? [1, 2]} />;
    },
    Experiment: async ({ id }) => <ExperimentBlock experiment={await experimentOf(lesson, id)} recording={readRecording(id)} />,
    WillNotShow: async ({ experiment }) => <WarnList items={(await experimentOf(lesson, experiment)).willNotShowWhen} />,
    Source: async ({ variant, file, region }) => <SourceBlock {...await sourceOf(lesson, variant, file, region)} />,
    Picture: ({ name }) => pictures[name](),
    Measured: ({ experiment, series, metric, cores }) => {
      const recording = readRecording(experiment);
      const value = measured(recording, series, metric, cores);
      return <MeasuredNumber text={value === undefined ? undefined : inProse(value, metric)} where={recording ? whereOf(recording) : ''} href={`#run-${experiment}`} />;
    },
    Machine: ({ experiment, say }) => {
      const recording = readRecording(experiment);
      if (!recording) return say === 'cores' ? 'several' : 'a machine that is still to be named';
      return say === 'cores' ? String(recording.result.plan.sweep.at(-1)) : hostWords(recording.result.host);
    },
    Finding: async ({ experiment: id, claim: claimId }) => {
      const claim = claimOf(lesson, claimId);
      const recording = readRecording(id);
      const verdict = verdictOf(recording, claimId);
      const tested = recording && verdict && {
        sentence: verdict.sentence,
        outcome: outcomeWord[verdict.outcome],
        kind: verdict.outcome,
        ratio: ratioWords(verdict),
        reason: verdict.reason,
        where: whereOf(recording),
      };
      const status = lesson.data.settles.includes(claimId) ? 'settled' : 'opened';
      return <FindingCard sentence={claim.often} tested={tested} status={status} better={claim.better} why={claim.why} sources={claim.sources} />;
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
      const key = recording && metric && value !== undefined ? { value, text: inProse(value, metric), where: whereOf(recording) } : undefined;
      return (
        <Question ask={ask} byMeasurement={experiment !== undefined} measured={key}>
          {children}
        </Question>
      );
    },
    Answer: Answer as Piece<'Answer'>,
  };
  return { ...pieces, pre: Pre, table: Table } as MDXComponents;
}

const outcomeInProse: Record<Verdict['outcome'], string> = {
  holds: 'holds',
  'does-not-hold': 'does not hold',
  'cannot-tell': 'cannot be told',
};

/** The experiment with its recorded run drawn at build: first paint, fallback, and the view without JavaScript. */
async function ExperimentBlock({ experiment, recording }: { experiment: Experiment; recording: Recording | undefined }) {
  const series = seriesOfExperiment(experiment);
  const hashes = Object.fromEntries(
    [...new Set(series.map(({ variant }) => variant))].flatMap((id) => {
      const variant = readVariant(id);
      return variant ? [[id, variant.hash]] : [];
    }),
  );
  return (
    <div id={`run-${experiment.id}`} className="wide">
      <ExperimentIsland experiment={experiment} pageHashes={hashes} {...(recording ? { recording } : {})}>
        {recording ? (
          <ResultFigures result={recording.result} series={series} />
        ) : (
          <>
            <p className="missing">This experiment is not recorded yet. With a sandbox it runs here, on your own cores.</p>
            <SpeedUpChart series={series} points={[]} sweep={[1, 2]} />
          </>
        )}
      </ExperimentIsland>
    </div>
  );
}

/** Drawn on the home page: the recorded curve alone, with its badge. */
export function RecordedCurve({ experiment, recording }: { experiment: Experiment; recording: Recording }) {
  const { points, verdicts, plan } = recording.result;
  return (
    <>
      <RecordedBadge recording={recording} />
      <SpeedUpChart series={seriesOfExperiment(experiment)} points={points} verdicts={verdicts} sweep={plan.sweep} />
    </>
  );
}

function whereOf(recording: Recording): string {
  return `${hostWords(recording.result.host)}, ${day(recording.recordedAt)}`;
}

function verdictOf(recording: Recording | undefined, claim: string): Verdict | undefined {
  return recording?.result.verdicts.find((verdict) => verdict.claim === claim);
}

function claimOf(lesson: Lesson, id: string) {
  const claim = readClaims().get(id);
  if (!claim) throw new ContentError(lesson.file, `there is no claim \`${id}\``, 'Add it to content/claims');
  return claim;
}

async function experimentOf(lesson: Lesson, id: string): Promise<Experiment> {
  const experiment = await readExperiment(id);
  if (!experiment) throw new ContentError(lesson.file, `there is no experiment \`${id}\``, 'Add it to content/experiments');
  return experiment;
}

async function sourceOf(lesson: Lesson, id: string, file: string, name: string) {
  const variant = readVariant(id);
  const source = variant?.files.get(file);
  if (!variant || !source) throw new ContentError(lesson.file, `there is no source \`${file}\` of \`${id}\``, 'Name a variant and one of its sources');
  const region = cutRegion(fromRoot('sandbox-server', 'variants', source.path), source.text, name);
  const html = await highlight(region.code, source.path.split('.').at(-1) ?? '');
  return { path: source.path, firstLine: region.firstLine, notes: region.notes, html, hash: variant.hash, variant: id };
}

function commandsIn(children: ReactNode): { command: string; shows: string }[] {
  return Children.toArray(children).flatMap((child) =>
    isValidElement<ProseProps<'Command'>>(child) && 'run' in child.props ? [{ command: child.props.run, shows: child.props.shows }] : [],
  );
}

/** Fenced code of a lesson: its text is the only child of the `code` element. */
async function Pre({ children }: { children?: ReactNode }) {
  const code = Children.toArray(children).find((child) => isValidElement<{ className?: string; children?: ReactNode }>(child));
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
