import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, test } from 'node:test';
import type { SampleVersion, Verdict } from '../../../protocol/sample-code.ts';
import { findSamples, judgeSample, missingFor, readSample } from '../judge/samples.ts';

const SETTLED_BY_SAMPLES = [
  'build.axum-create-user-sample',
  'build.express-sample-complete',
  'build.handlers-line-counts',
  'build.hyper1-dependencies-sufficient',
  'build.hyper1-sample-compiles',
  'build.java-controller-sample',
  'build.node-handler-callback-based',
  'build.node-http-sample-runs',
  'build.rust-stream-signature',
  'build.tokio-websocket-sample-compiles',
];

test('every claim about printed code has a sample', () => {
  const claims = new Set(findSamples().flatMap((folder) => readSample(folder).claims));
  assert.deepEqual(
    SETTLED_BY_SAMPLES.filter((claim) => !claims.has(claim)),
    [],
  );
});

// Codes, answers and counts are compared; a compiler's words may change with its version.
describe('the real compiler judges printed code', () => {
  for (const folder of findSamples()) {
    const sample = readSample(folder);
    const versions = [sample.printed, ...sample.between, ...(sample.mended ? [sample.mended] : [])];
    const absent = missingFor(sample);
    const name = `${basename(dirname(folder))}/${basename(folder)}`;
    test(`${name}: every source in its folder belongs to a version`, () => {
      const listed = new Set(versions.flatMap(({ files }) => files));
      const sources = globSync('**/*.{rs,toml,js,ts,java}', { cwd: folder });
      assert.deepEqual(
        sources.filter((file) => !listed.has(file)),
        [],
      );
    });

    test(`[${sample.claims.join(', ')}] ${name}: ${sample.shows}`, { skip: absent?.text ?? false }, async () => {
      const judged = await judgeSample(folder);
      const verdicts = [judged.printed, ...judged.between, ...(judged.mended ? [judged.mended] : [])];
      verdicts.forEach((verdict, at) => {
        const { files, expect } = versions[at] as SampleVersion;
        assert.deepEqual(comparable(verdict, expect), expect, `${files.join(', ')}\n${words(verdict)}`);
      });
    });
  }
});

/** What the expectation speaks of, as the verdict has it. */
function comparable({ outcome, codes, answers, output, lines }: Verdict, expect: SampleVersion['expect']) {
  return {
    outcome,
    codes,
    ...(expect.answers && {
      answers: answers.map(({ status, body }, at) =>
        expect.answers?.[at]?.body === undefined ? { status } : { status, body },
      ),
    }),
    ...(expect.output && { output }),
    ...(expect.lines && { lines }),
  };
}

const words = ({ diagnostics }: Verdict) => diagnostics.map(({ text }) => text).join('\n');
