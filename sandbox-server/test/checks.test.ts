import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../config.ts';

/** docs/checks.md says which check is tested: it must be so. */
const rows = readFileSync(join(projectRoot, 'docs/checks.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return /^[ABTFI]\d/.test(cells[1] ?? '')
      ? [{ ids: (cells[1] as string).split(', '), how: cells[4] as string }]
      : [];
  });
const titles = globSync(['{sandbox-server,e2e,components,protocol}/**/*.{test,spec}.ts'], { cwd: projectRoot })
  .flatMap((file) => [...readFileSync(join(projectRoot, file), 'utf8').matchAll(/\btest\(\s*(['"`])(.*?)\1,/gs)])
  .map(([, , title]) => title as string);

test('the table of checks has rows of all five kinds', () => {
  for (const kind of 'ABTFI')
    assert.ok(
      rows.some(({ ids }) => ids[0]?.startsWith(kind)),
      kind,
    );
});

for (const { ids, how } of rows)
  test(`${ids.join(', ')} is tested as the table says, or says why not`, () => {
    if (!/^test(:security)?$/.test(how)) assert.match(how, /^(not here: .{10}|by hand, \d+ \w+ 20\d\d)/);
    else
      for (const id of ids)
        assert.ok(
          titles.some((title) => title.includes(`[${id}]`)),
          id,
        );
  });
