import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkClaims } from '../check-claims.ts';
import { readClaims, readThemes } from '../course.ts';
import { readLedger } from '../ledger.ts';
import { type Place, readCourseMap } from '../plan.ts';

const place = (number: string, ...settles: string[]): Place => ({
  number,
  title: 'A lesson',
  question: 'Which?',
  spine: false,
  settles,
});

test('a claim that no lesson settles stops the build and says where to put it', () => {
  assert.doesNotThrow(() => checkClaims(new Set(['scaling.a']), [place('1.1', 'scaling.a')]));
  assert.throws(
    () => checkClaims(new Set(['scaling.a']), [place('1.1')]),
    /course\.yaml: claim `scaling\.a` is settled nowhere/,
  );
});

test('a place that settles what is no claim stops the build', () => {
  assert.throws(
    () => checkClaims(new Set(), [place('1.1', 'scaling.b')]),
    /1\.1 settles `scaling\.b`, and there is no/,
  );
});

test('a claim that two lessons settle stops the build', () => {
  const places = [place('1.1', 'scaling.a'), place('2.3', 'scaling.a')];
  assert.throws(
    () => checkClaims(new Set(['scaling.a']), places),
    /settled in 2\.3 and in 1\.1\. Settle it in one lesson/,
  );
});

test('a sentence of the course needs no place in the plan', () => {
  assert.doesNotThrow(() => checkClaims(new Set(['course.a']), [place('1.1')]));
});

test('the ledger holds every claim once, each with its theme, its place and a way to decide it', async () => {
  const entries = await readLedger();
  const themes = new Set(readThemes().map(({ id }) => id));
  assert.deepEqual(entries.map(({ id }) => id).sort(), [...readClaims().keys()].sort());
  for (const { id, theme, settledIn, test: way } of entries) {
    assert.ok(themes.has(theme), id);
    assert.ok(settledIn || theme === 'course', id);
    assert.ok(way.length > 0, id);
  }
});

test('a recorded verdict stands with its machine, its day, and a link to the run', async () => {
  const recorded = (await readLedger()).flatMap((entry) => entry.recorded);
  assert.ok(recorded.length > 0);
  for (const { machine, at, href } of recorded) {
    assert.match(machine, /\d cores?$/);
    assert.ok(!Number.isNaN(Date.parse(at)));
    assert.match(href, /^\/experiments\/[a-z0-9-]+#run-/);
  }
});

test('a written lesson and a planned one are told apart: only the first has an address', async () => {
  const written = new Set(
    readCourseMap().parts.flatMap(({ places }) => places.flatMap(({ lesson, number }) => (lesson ? [number] : []))),
  );
  for (const { id, settledIn } of await readLedger())
    if (settledIn) assert.equal(settledIn.href !== undefined, written.has(settledIn.number), id);
});
