import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { faultOf } from '../../protocol/errors.ts';
import { type Experiment, experimentSchema } from '../../protocol/experiment.ts';

const ENDING = '.experiment.ts';

export interface Experiments {
  readonly all: ReadonlyMap<string, Experiment>;
  /** One sentence for each file that is not a valid experiment. */
  readonly faults: readonly string[];
}

/** Reads every `*.experiment.ts` of a folder. A malformed one is reported and left out; the others work. */
export async function readExperiments(folder: string): Promise<Experiments> {
  const all = new Map<string, Experiment>();
  const faults: string[] = [];
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .sort()) {
    try {
      const { default: value } = (await import(pathToFileURL(join(folder, name)).href)) as { default: unknown };
      const parsed = experimentSchema.safeParse(value);
      if (!parsed.success) faults.push(`${name}: ${faultOf(parsed.error)}`);
      else if (`${parsed.data.id}${ENDING}` !== name)
        faults.push(`${name}: its id is \`${parsed.data.id}\`; file and id must agree.`);
      else all.set(parsed.data.id, parsed.data);
    } catch (error) {
      faults.push(`${name}: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  return { all, faults };
}
