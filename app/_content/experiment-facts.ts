import type { AssumedMachine } from '../../components/islands/here.tsx';
import type { Experiment } from '../../protocol/experiment.ts';
import type { Recording } from '../../protocol/result.ts';
import { type Claim, type Lesson, readClaims, readLessons } from './course.ts';

/** An experiment measures on cores that nothing else of the course uses: one core is never enough. */
export const leastCores = ({ needs }: Experiment): number => Math.max(needs.cores, 2);

/** The servers or programs that an experiment measures, each once. */
export const variantsOf = ({ series }: Experiment): string[] => [...new Set(series.map(({ variant }) => variant))];

/** Claims that an experiment tests, each once; a claim that one question settles is settled. */
export function claimsOf({ questions }: Experiment): { claim: Claim; status: 'settled' | 'opened' }[] {
  const claims = readClaims();
  return [...Map.groupBy(questions, ({ claim }) => claim)].flatMap(([id, own]) => {
    const claim = claims.get(id);
    const status = own.some((question) => question.status === 'settled') ? 'settled' : 'opened';
    return claim ? [{ claim, status } as const] : [];
  });
}

export const lessonsWith = ({ id }: Experiment): Lesson[] =>
  readLessons().filter(({ data }) => data.experiments.includes(id));

/** The machine whose times a page shows before it knows the reader's. */
export function assumedMachine(experiment: Experiment, recording: Recording | undefined): AssumedMachine {
  if (recording) return { physicalCores: recording.result.host.physicalCores, words: 'on the recorded machine' };
  const least = leastCores(experiment);
  return { physicalCores: Array.from({ length: least }, (_, core) => core), words: `on ${least} cores, as planned` };
}
