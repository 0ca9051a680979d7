import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readClaims, readLessons } from '../course.ts';
import { readRecording } from '../experiments.ts';
import { lessonMarkdown } from '../lesson-markdown.ts';
import { whereOf } from '../recorded-words.ts';

for (const lesson of readLessons()) {
  const { data, slug } = lesson;

  test(`${slug} as Markdown holds no component, and all code is closed`, async () => {
    const text = await lessonMarkdown(lesson);
    const [prose, fences] = [text.replace(/^( *)```[\s\S]*?^\1```$/gm, ''), text.match(/^ *```/gm) ?? []];
    assert.doesNotMatch(prose, /<\/?[A-Z]\w*/);
    assert.doesNotMatch(prose, /undefined|\[object/);
    assert.equal(fences.length % 2, 0);
    assert.doesNotMatch(text, /\n{4}/);
  });

  test(`${slug} as Markdown keeps title, headings, claims and terms`, async () => {
    const text = await lessonMarkdown(lesson);
    assert.ok(text.startsWith(`# ${data.title}\n\n> ${data.question}\n`));
    for (const [heading] of lesson.body.matchAll(/^## .+$/gm)) assert.ok(text.includes(heading), heading);
    for (const id of [...data.settles, ...data.opens]) assert.ok(text.includes(readClaims().get(id)?.often ?? '?'), id);
  });

  test(`${slug} as Markdown gives machine and date of every number that was measured`, async () => {
    const text = await lessonMarkdown(lesson);
    for (const id of data.experiments) {
      const recording = readRecording(id);
      if (recording)
        assert.ok(text.includes(`[^${id}]: Measured, not typed: recording \`${id}\`, ${whereOf(recording)}.`));
    }
    assert.doesNotMatch(text, /not recorded yet/);
    for (const [, id = ''] of text.matchAll(/\[\^([a-z0-9-]+)\](?!:)/g)) assert.ok(text.includes(`\n[^${id}]: `), id);
  });
}
