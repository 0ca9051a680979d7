import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCourse, checkLesson, readCourse } from '../check-lesson.ts';
import type { Lesson } from '../course.ts';

const course = await readCourse();
const lesson = course.lessons.find(({ slug }) => slug === 'more-cores-one-server') as Lesson;
const check = (body: string, data: Partial<Lesson['data']> = {}) =>
  checkLesson({ ...lesson, body, data: { ...lesson.data, ...data } }, course, new Set());
const without = (text: string) => lesson.body.replace(text, '');

test('all lessons name only what exists, and settle each claim once', async () => {
  assert.ok((await checkCourse()).lessons > 0);
});

test('the text of a lesson stays between 1,200 and 2,000 words', () => {
  for (const { slug, body } of course.lessons) {
    const prose = body.replace(/<Terminal[\s\S]*?<\/Terminal>/g, '').replace(/<[^>]*>/g, '');
    const words = prose.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
    assert.ok(words >= 1200 && words <= 2000, `${slug} has ${words} words`);
  }
});

for (const [fault, body, message] of [
  ['component', '<Chart />', /:1: there is no component `Chart`\. Use one of/],
  ['attribute', '<Claim id="scaling.a" colour="red" />', /<Claim> .*colour/],
  ['claim', '<Claim id="scaling.nothing" />', /no claim `scaling\.nothing`\. Add it to content\/claims\/scaling\.yaml/],
  ['experiment', '<Experiment id="nothing" />', /no experiment `nothing`/],
  [
    'series',
    '<Measured experiment="cores" series="nothing" metric="speedUp" />',
    /no series `nothing`\. It has: node-http/,
  ],
  ['metric', '<Measured experiment="cores" series="node-http" metric="beauty" />', /`metric`/],
  ['variant', '<Source variant="node/nothing" file="server.js" region="server" />', /no variant `node\/nothing`/],
  [
    'source',
    '<Source variant="node/http" file="nothing.js" region="server" />',
    /no source `nothing\.js`\. It has: server\.js/,
  ],
  [
    'region',
    '<Source variant="node/http" file="server.js" region="nothing" />',
    /server\.js: it has no region `nothing`/,
  ],
  ['term', '<Term id="nothing">nothing</Term>', /term `nothing` is not in content\/glossary\.yaml/],
  ['picture', '<Picture name="nothing" />', /<Picture> `name`/],
] as const)
  test(`an unknown ${fault} stops the build and says what to do`, async () => {
    await assert.rejects(check(body), message);
  });

for (const [fault, body] of [
  ['an import', 'import x from "x"'],
  ['an expression', 'There are {1 + 1} of them.'],
  ['an attribute that is code', '<Claim id={1} />'],
] as const)
  test(`${fault} in a lesson stops the build`, async () => {
    await assert.rejects(check(body), /holds no import|not plain text/);
  });

test('what the front matter promises must stand in the text', async () => {
  await assert.rejects(check(without('<Claim id="scaling.rust-uses-all-cores" />')), /has no card\. Add <Claim id=/);
  await assert.rejects(
    check(without('<Finding experiment="cores" claim="scaling.rust-uses-all-cores" />')),
    /no finding/,
  );
  await assert.rejects(
    check(lesson.body.replace('<Term id="thread">thread</Term>', 'thread')),
    /term `thread` is not marked/,
  );
  await assert.rejects(
    check(lesson.body, { opens: [] }),
    /as opened, the front matter has not|not in the front matter/,
  );
});

test('a term is explained before it is assumed', async () => {
  await assert.rejects(
    check(lesson.body, { terms: { introduces: [], assumes: ['thread'] } }),
    /no earlier lesson explains it/,
  );
});
