import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toolOf } from '../build-tools.ts';

/** What the tools really print, shortened where it does not matter. */
const hear = (tool: string, lines: string) => lines.trim().split('\n').map(toolOf(tool).hear);

test('cargo: each package it has an artefact of is a part, and the compiler speaks to people on lines of its own', () => {
  const artifact = (id: string) => `{"reason":"compiler-artifact","package_id":"${id}","fresh":true}`;
  const serde = 'registry+https://github.com/rust-lang/crates.io-index#serde@1.0.228';
  assert.deepEqual(
    hear(
      'cargo',
      `${artifact(serde)}
{"reason":"build-script-executed","package_id":"${serde}"}
error[E0308]: mismatched types
 --> src/main.rs:1:26
{"reason":"build-finished","success":false}`,
    ),
    [
      { part: serde },
      undefined,
      { words: 'error[E0308]: mismatched types' },
      { words: ' --> src/main.rs:1:26' },
      undefined,
    ],
  );
});

test('npm: each archive it fetched is a part, what it asks about a package is not', () => {
  assert.deepEqual(
    hear(
      'npm',
      `
npm http fetch GET 200 https://registry.npmjs.org/lru-cache 205ms (cache miss)
npm http fetch GET 200 https://registry.npmjs.org/lru-cache/-/lru-cache-11.0.0.tgz 174ms (cache miss)
npm error Invalid: lock file's ms@2.1.3 does not satisfy ms@2.1.2
added 3 packages in 732ms`,
    ),
    [
      undefined,
      { part: 'lru-cache-11.0.0.tgz' },
      { words: "npm error Invalid: lock file's ms@2.1.3 does not satisfy ms@2.1.2" },
      { words: 'added 3 packages in 732ms' },
    ],
  );
});

test('Maven, by its own command or the wrapper, counts its modules; a module is done when the next one begins', () => {
  const lines = `
[INFO] Reactor Build Order:
[INFO] Building root 1                                                    [1/3]
[INFO] Building a 1                                                       [2/3]
[ERROR] /project/b/src/main/java/B.java:[1,19] incompatible types: String cannot be converted to int`;
  for (const command of ['mvn', './mvnw'])
    assert.deepEqual(hear(command, lines), [
      undefined,
      { done: 0, total: 3 },
      { done: 1, total: 3 },
      { words: '[ERROR] /project/b/src/main/java/B.java:[1,19] incompatible types: String cannot be converted to int' },
    ]);
});

test('Go: each package that it names is a part, a package with errors is not', () => {
  assert.deepEqual(
    hear('go', 'internal/goarch\nnet/http\n# loadstone/x\n./main.go:5:45: syntax error: unexpected } in argument list'),
    [
      { part: 'internal/goarch' },
      { part: 'net/http' },
      { words: '# loadstone/x' },
      { words: './main.go:5:45: syntax error: unexpected } in argument list' },
    ],
  );
});

test('Go: its flags stand before the packages, where alone it takes them for flags', () => {
  assert.deepEqual(toolOf('go').talking(['build', '-o', 'target/x', './x']), ['build', '-v', '-o', 'target/x', './x']);
});

test('any other command builds too; nobody knows how far it is', () => {
  assert.deepEqual(hear('/usr/bin/make', 'cc -c x.c'), [{ words: 'cc -c x.c' }]);
});
