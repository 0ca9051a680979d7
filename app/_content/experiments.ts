import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { faultOf } from '../../protocol/errors.ts';
import { type Experiment, experimentSchema } from '../../protocol/experiment.ts';
import { type Recording, recordingSchema } from '../../protocol/result.ts';
import { ContentError, fromRoot, readIfThere } from './files.ts';

const fileOf = (id: string) => fromRoot('content', 'experiments', `${id}.experiment.ts`);

/** An experiment, read from its file at each build, so that it is never an older one. */
export async function readExperiment(id: string): Promise<Experiment | undefined> {
  const file = fileOf(id);
  if (readIfThere(file) === undefined) return undefined;
  const module = (await import(/* turbopackIgnore: true */ pathToFileURL(file).href)) as { default: unknown };
  const parsed = experimentSchema.safeParse(module.default);
  if (!parsed.success)
    throw new ContentError(file, faultOf(parsed.error), 'Mend that field; protocol/experiment.ts describes it');
  if (parsed.data.id !== id)
    throw new ContentError(file, `its id is \`${parsed.data.id}\``, 'Give file and id the same name');
  return parsed.data;
}

export const experimentIds = (): string[] =>
  readdirSync(fromRoot('content', 'experiments')).flatMap((name) =>
    name.endsWith('.experiment.ts') ? [name.slice(0, -'.experiment.ts'.length)] : [],
  );

/** The committed run of an experiment, when there is one. */
export function readRecording(experiment: string): Recording | undefined {
  const file = fromRoot('content', 'recordings', `${experiment}.json`);
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  const remedy = `Record it again: npm run record -- ${experiment}`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ContentError(file, 'it is not JSON', remedy);
  }
  const parsed = recordingSchema.safeParse(value);
  if (!parsed.success) throw new ContentError(file, faultOf(parsed.error), remedy);
  return parsed.data;
}

/** All experiments, by title. */
export async function readExperiments(): Promise<Experiment[]> {
  const all = await Promise.all(experimentIds().map((id) => readExperiment(id)));
  return all.filter((one) => one !== undefined).toSorted((a, b) => a.title.localeCompare(b.title, 'en'));
}
