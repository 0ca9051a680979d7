import { day } from '../../components/charts/format.ts';
import { above, inProse, type Reading, readingAt } from '../../components/charts/measured.ts';
import { hostWords, ratioWords } from '../../components/charts/verdict-words.ts';
import type { VerdictNote } from '../../components/ledger/entry.ts';
import type { ProseProps } from '../../components/prose/vocabulary.ts';
import type { Recording, Verdict } from '../../protocol/result.ts';
import type { Lesson } from './course.ts';
import { readRecording } from './experiments.ts';
import { atOf } from './predictions.ts';

/** What a recording says, in words. */

export const outcomeInProse: Record<Verdict['outcome'], string> = {
  holds: 'holds',
  'does-not-hold': 'does not hold',
  'cannot-tell': 'cannot be told',
};

/** Machine and day of a recording, as every number of it carries them. */
export function whereOf(recording: Recording): string {
  return `${hostWords(recording.result.host)}, ${day(recording.recordedAt)}`;
}

export function verdictOf(recording: Recording | undefined, claim: string): Verdict | undefined {
  return recording?.result.verdicts.find((verdict) => verdict.claim === claim);
}

/** Seconds that the look of a run took; undefined when it kept no samples of it. */
export function lookSeconds(recording: Recording | undefined): number | undefined {
  const at = (recording?.result.timeline ?? []).flatMap(({ kind, atMs }) => (kind === 'look' ? [atMs] : []));
  return at.length === 0 ? undefined : (Math.max(...at) - Math.min(...at)) / 1000;
}

/** A number of prose as its recording has it, with what is in doubt about it; undefined when nothing was recorded. */
export function recordedNumber({
  experiment,
  series,
  metric,
  at,
  minus,
}: ProseProps<'Measured'>): (Pick<Reading, 'doubt'> & { text: string; where: string }) | undefined {
  const recording = readRecording(experiment);
  const read = (of: string) => recording && readingAt(recording.result, { series: of, metric, at: atOf(at) });
  const [own, other] = [read(series), minus === undefined ? undefined : read(minus)];
  const reading = minus === undefined ? own : own && other && above(own, other);
  if (!recording || !reading) return undefined;
  const { value, doubt } = reading;
  return { text: inProse(value, metric), where: whereOf(recording), ...(doubt && { doubt }) };
}

/** Where the recorded run of an experiment is drawn. */
export const runLink = (experiment: string): string => `/experiments/${experiment}#run-${experiment}`;

/** The cores that a run was about: the most of a sweep over cores, elsewhere those of the machine. */
export const coresOf = ({ plan, host }: Recording['result']): number | undefined =>
  plan.sweep.over === 'cores' ? plan.sweep.values.at(-1) : host.physicalCores.length;

/**
 * What the recordings of a lesson say of one claim: a note for each sentence that was tested, those of the experiment that
 * its finding names first. None where it names none, or where nothing is recorded.
 */
export function notesOn(lesson: Lesson, named: string | undefined, claim: string) {
  const experiments = named === undefined ? [] : [...new Set([named, ...lesson.data.experiments])];
  return experiments.flatMap((id) => verdictNotes(readRecording(id))).filter((note) => note.claim === claim);
}

/** The verdicts of a recording in words, each with its claim. */
export function verdictNotes(recording: Recording | undefined): (VerdictNote & { claim: string })[] {
  if (!recording) return [];
  const { verdicts, plan, host, experiment } = recording.result;
  return verdicts.map((verdict) => {
    const { claim, outcome, sentence, denies, status, reason } = verdict;
    const figure = ratioWords(verdict, plan.sweep);
    const from = { machine: hostWords(host), at: recording.recordedAt, href: runLink(experiment) };
    return { claim, outcome, sentence, ...(denies && { denies }), status, reason, ...(figure && { figure }), ...from };
  });
}
