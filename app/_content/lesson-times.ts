import type { Lesson } from './course.ts';
import { readRecording } from './experiments.ts';

/** Slower than the 238 usual for non-fiction (Brysbaert 2019, doi 10.1016/j.jml.2019.104047): charts take time too. */
const WORDS_A_MINUTE = 160;

/** Words of a lesson's prose: what stands in a terminal, in the instructor's notes or in an attribute does not count. */
export function wordsIn(body: string): number {
  const prose = body.replace(/<(Terminal|Instructor)[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, '');
  return prose.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
}

export const readingMinutes = ({ body }: Lesson): number => Math.round(wordsIn(body) / WORDS_A_MINUTE);

/** How long the recorded runs of a lesson's experiments took, one after the other, in ms; a host of the reader's differs. */
export const recordedMs = ({ data }: Lesson): number =>
  data.experiments.reduce((sum, id) => {
    const run = readRecording(id)?.result;
    return run ? sum + Date.parse(run.endedAt) - Date.parse(run.startedAt) : sum;
  }, 0);
