import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asProblem } from '../protocol/errors.ts';
import { tierSchema } from '../protocol/experiment.ts';
import { recordingSchema } from '../protocol/result.ts';
import { projectRoot } from '../sandbox-server/config.ts';
import { readExperiments } from '../sandbox-server/hub/experiments.ts';
import { connectHub } from './hub-client.ts';
import { measure } from './measure.ts';

/**
 * `npm run record -- <id> [tier]`: measures, at the standard tier unless another one is named, and writes
 * content/recordings/<id>.json.
 */
const say = (line: string) => process.stderr.write(`${line}\n`);
const [id, asked = 'standard'] = process.argv.slice(2);
const tier = tierSchema.safeParse(asked);
const { all } = await readExperiments(join(projectRoot, 'content/experiments'));
if (!id || !all.has(id)) {
  say(`Name one experiment: ${[...all.keys()].join(', ')}.`);
  process.exit(2);
}
if (!tier.success) {
  say(`There is no tier "${asked}": ${tierSchema.options.join(', ')}.`);
  process.exit(2);
}
try {
  const hub = await connectHub();
  const result = await measure(hub, id, tier.data, say).finally(() => hub.end());
  if (result.outcome !== 'done') throw new Error(result.problem?.text ?? `The run is ${result.outcome}.`);
  if (result.plan.skipped.length > 0) throw new Error('A recording needs all its servers; nothing was written.');
  const recording = recordingSchema.parse({ v: 1, recordedAt: result.endedAt, result });
  const file = join(projectRoot, 'content/recordings', `${id}.json`);
  writeFileSync(file, `${JSON.stringify(recording, null, 1)}\n`);
  say(`Wrote ${file}. Look at it, then commit it.`);
} catch (error) {
  const { text, remedy } = asProblem(error);
  say(`${text}\n${remedy}`);
  process.exit(1);
}
