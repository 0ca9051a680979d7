import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BarResult } from './bar.ts';
import { cost } from './cost.ts';
import { loadTool } from './programs.ts';
import { stall } from './stall.ts';

/** `npm run bench [-- AB4 …] [--json]`: each bar with its figures. Speed stands here and never in a test. */
const bars = [stall, cost];
const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
const unknown = positionals.find((id) => !bars.some((bar) => bar.id === id));
if (unknown) {
  process.stderr.write(`There is no bar "${unknown}". There are: ${bars.map(({ id }) => id).join(', ')}.\n`);
  process.exit(2);
}
if (!existsSync(loadTool)) {
  process.stderr.write(
    'The load tool is not built. `npm start` builds it, or: cargo build --release in sandbox-server/load.\n',
  );
  process.exit(1);
}
const results: BarResult[] = [];
for (const bar of bars.filter(({ id }) => positionals.length === 0 || positionals.includes(id))) {
  const result = await bar.run();
  results.push(result);
  if (values.json) continue;
  const figures = Object.entries(result.figures).map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`);
  process.stdout.write(
    `${result.outcome}  ${result.id}  ${result.title}\n      ${[...figures, ...(result.note ? [result.note] : [])].join(' · ')}\n`,
  );
}
if (values.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
process.exitCode = results.some(({ outcome }) => outcome === 'FAIL') ? 1 : 0;
