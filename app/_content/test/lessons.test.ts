import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCourse, checkLesson, readCourse } from '../check-lesson.ts';
import type { Lesson } from '../course.ts';
import { wordsIn } from '../lesson-times.ts';

const course = await readCourse();
const lesson = course.lessons.find(({ slug }) => slug === 'more-cores-one-server') as Lesson;
const check = (body: string, data: Partial<Lesson['data']> = {}) =>
  checkLesson({ ...lesson, body, data: { ...lesson.data, ...data } }, course, new Set(lesson.data.terms.assumes));
const without = (text: string) => lesson.body.replace(text, '');

test('all lessons name only what exists, and settle each claim once', async () => {
  assert.ok((await checkCourse()).lessons > 0);
});

test('the text of a lesson stays between 1,200 and 2,500 words', () => {
  for (const { slug, body } of course.lessons) {
    const words = wordsIn(body);
    assert.ok(words >= 1200 && words <= 2500, `${slug} has ${words} words`);
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

const choose = (inside: string, attributes = 'claim="scaling.rust-uses-all-cores"') =>
  `<Predict kind="choose" experiment="cores" ask="Which?" ${attributes}>${inside}</Predict>`;
for (const [what, body, message] of [
  ['a kind that there is not', '<Predict kind="guess" experiment="cores" />', /<Predict> .*kind/],
  ['a number without a series', '<Predict kind="number" experiment="cores" ask="How many?" />', /series/],
  [
    'speed-up where no cores are swept',
    '<Predict kind="number" experiment="cycles" ask="?" series="node" metric="speedUp" />',
    /sweeps no cores/,
  ],
  ['a curve where nothing is swept', '<Predict kind="curve" experiment="cycles" />', /sweeps nothing/],
  ['too many bars to rank', '<Predict kind="rank" experiment="servers" ask="?" />', /more than 8 series/],
  ['a choice without options', choose(''), /two options at least/],
  ['an option that nothing decides', choose('<Option says="a" /><Option says="b" outcome="holds" />'), /not decided/],
  [
    'a range beside a claim',
    choose('<Option says="a" from="1" /><Option says="b" outcome="holds" />'),
    /not decided\. Give it `outcome/,
  ],
  ['a choice decided by nothing', choose('<Option says="a" from="1" />', ''), /decided by a claim, or by a number/],
  ['a choice by a claim not asked', choose('', 'claim="scaling.nothing"'), /asks nothing about claim/],
  [
    'a point that is not swept',
    '<Measured experiment="loop-or-iterator" series="loop" metric="timeEach" at="2" />',
    /no point at 2\. It has: least, most, 1, 50, 99/,
  ],
  ['an answer outside a question', '<Terminal intro="x"><Answer says="y" /></Terminal>', /Put it into a <Question>/],
] as const)
  test(`${what} stops the build and says what to do`, async () => {
    const data = { experiments: ['cores', 'cycles', 'loop-or-iterator', 'servers'] };
    await assert.rejects(check(body, data), message);
  });

for (const [what, body, message] of [
  [
    'two right answers',
    '<Question ask="?"><Answer says="a" right /><Answer says="b" right /></Question>',
    /2 of its answers are right\. Mark one/,
  ],
  ['several and none right', '<Question ask="?" several><Answer says="a" /></Question>', /Mark one at least/],
  ['a number without a key', '<Question ask="?" />', /needs one key/],
  [
    'a number with two keys',
    '<Question ask="?" number="2" experiment="cores" series="node-http" metric="speedUp" />',
    /one key/,
  ],
  ['answers and a number', '<Question ask="?" number="2"><Answer says="a" right /></Question>', /has no number/],
  [
    'half a measurement',
    '<Question ask="?" experiment="cores"><Answer says="a" /></Question>',
    /names experiment, series and metric/,
  ],
  [
    'a lesson that is not earlier',
    '<Question ask="?" number="2" again="more-cores-one-server" />',
    /no earlier lesson/,
  ],
] as const)
  test(`a question with ${what} stops the build and says what to do`, async () => {
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

test('one curve is predicted once: two of one metric could not be told apart', async () => {
  await assert.rejects(
    check(`${lesson.body}\n\n<Predict kind="curve" experiment="cores" />\n`),
    /two curves .* of one metric/,
  );
});

test('a term is explained before it is assumed', async () => {
  await assert.rejects(
    check(lesson.body, { terms: { introduces: [], assumes: ['thread'] } }),
    /no earlier lesson explains it/,
  );
});
