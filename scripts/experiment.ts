import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { asProblem } from '../protocol/errors.ts';
import { tierSchema } from '../protocol/experiment.ts';
import { metrics } from '../protocol/metrics.ts';
import type { Result } from '../protocol/result.ts';
import { projectRoot } from '../sandbox-server/config.ts';
import { readExperiments } from '../sandbox-server/hub/experiments.ts';
import { connectHub } from './hub-client.ts';
import { measure } from './measure.ts';
import { summaryTable } from './summary.ts';

/** `npm run experiment -- <id> [--tier look|quick|standard|careful] [--json] | --list` */
const USAGE = 'Usage: npm run experiment -- <id> [--tier look|quick|standard|careful] [--json], or --list.';
const say = (line: string) => process.stderr.write(`${line}\n`);
const usage = (text: string): never => {
  say(`${text}\n${USAGE}`);
  process.exit(2);
};

const { values, positionals } = (() => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { tier: { type: 'string', default: 'look' }, json: { type: 'boolean' }, list: { type: 'boolean' } },
    });
  } catch (error) {
    return usage((error as Error).message);
  }
})();
const { all, faults } = await readExperiments(join(projectRoot, 'content/experiments'));
if (values.list) {
  for (const { id, question } of all.values()) process.stdout.write(`${id}  ${question}\n`);
  for (const fault of faults) say(`Left out: ${fault}`);
  process.exit(faults.length > 0 ? 1 : 0);
}
const [id, ...rest] = positionals;
if (!id || rest.length > 0) usage('Name one experiment.');
const tier = tierSchema.safeParse(values.tier);
if (!tier.success) usage(`There is no tier "${values.tier}".`);
if (!all.has(id as string)) {
  const fault = faults.find((text) => text.startsWith(`${id}.`));
  usage(
    fault
      ? `The experiment is malformed. ${fault}`
      : `There is no experiment "${id}". There are: ${[...all.keys()].join(', ')}.`,
  );
}

try {
  const hub = await connectHub();
  try {
    const result = await measure(hub, id as string, tier.data as NonNullable<typeof tier.data>, say);
    if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else print(result);
    process.exitCode = result.outcome === 'done' ? 0 : 1;
  } finally {
    await hub.end();
  }
} catch (error) {
  const { text, remedy, log } = asProblem(error);
  say([text, remedy, ...(log ? ['', log] : [])].join('\n'));
  process.exitCode = 1;
}

function print(result: Result): void {
  const { host, verdicts, outcome, problem } = result;
  if (problem) say(`${outcome}: ${problem.text} ${problem.remedy}${problem.log ? `\n\n${problem.log}` : ''}`);
  const on = `${result.title}, on ${host.cpuModel} with ${host.physicalCores.length} cores (${result.plan.mode})`;
  process.stdout.write(`\n${on}\n${verdicts.length === 0 ? `\n${summaryTable(result)}\n` : ''}`);
  for (const verdict of verdicts) {
    const interval =
      verdict.ratio && verdict.low && verdict.high
        ? ` ${verdict.against ? '×' : ''}${verdict.ratio.toFixed(2)} [${verdict.low.toFixed(2)}, ${verdict.high.toFixed(2)}]${verdict.against ? '' : ` ${metrics[verdict.metric].unit}`}, ${verdict.blocks} blocks`
        : '';
    process.stdout.write(
      `\n${verdict.claim}: ${verdict.outcome.replaceAll('-', ' ')}${interval}\n  ${verdict.sentence}\n  ${verdict.reason}\n`,
    );
  }
  process.stdout.write(`\nKept as ${result.run}: open /runs/${result.run} in the course.\n`);
}
