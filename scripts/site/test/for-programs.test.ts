import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLessons } from '../../../app/_content/course.ts';
import { siteAddress } from '../address.ts';
import { llms, robots, sitemap } from '../for-programs.ts';
import { drawPicture, SIZE } from '../share-pictures.ts';
import { withShareTags } from '../share-tags.ts';

const address = new URL('https://course.example.org');
const html =
  '<html><head><title>Cores · Loadstone</title><meta name="description" content="How much more?"/></head><body><a href="/lessons/b" rel="next">b</a></body></html>';
const shared = { path: '/lessons/a', address, markdown: '/lessons/a.md', picture: 'og/lessons/a.png' };

test('an address is a host; anything else is refused with what to do', () => {
  assert.equal(siteAddress(undefined), undefined);
  assert.equal(siteAddress('https://course.example.org')?.host, 'course.example.org');
  for (const wrong of ['course.example.org', 'https://example.org/course/', 'ftp://example.org'])
    assert.throws(() => siteAddress(wrong), /Give a host without a path/);
});

test('a page that knows where it stands says so, and names its picture in full', () => {
  const tagged = withShareTags(html, shared);
  for (const tag of [
    '<meta property="og:title" content="Cores"/>',
    '<meta property="og:description" content="How much more?"/>',
    '<meta property="og:type" content="article"/>',
    '<meta property="og:image" content="https://course.example.org/og/lessons/a.png"/>',
    '<link rel="canonical" href="https://course.example.org/lessons/a"/>',
    '<link rel="next" href="/lessons/b"/>',
    '<link rel="alternate" type="text/markdown" href="/lessons/a.md"/>',
  ])
    assert.ok(tagged.includes(tag), tag);
  assert.ok(!tagged.includes('rel="prev"'));
});

test('without an address nothing is canonical, and the picture is named from the page', () => {
  const tagged = withShareTags(html, { ...shared, address: undefined });
  assert.doesNotMatch(tagged, /canonical|og:url|https:/);
  assert.match(tagged, /og:image" content="\/og\/lessons\/a\.png"/);
});

test('the map of the site has whole addresses, and robots are told of it', () => {
  assert.match(sitemap(['/', '/ledger'], address), /<loc>https:\/\/course\.example\.org\/ledger<\/loc>/);
  assert.match(robots(address), /^Sitemap: https:\/\/course\.example\.org\/sitemap\.xml$/m);
  assert.doesNotMatch(robots(undefined), /Sitemap/);
});

test('llms.txt names every lesson with its question', () => {
  const text = llms(readLessons(), undefined);
  for (const { slug, data } of readLessons())
    assert.ok(text.includes(`[${data.title}](/lessons/${slug}.md): ${data.question}`), slug);
});

test('a picture is a PNG of the size that previews expect', async () => {
  const curves = [
    [
      [1, 1],
      [2, 1.9],
    ],
  ] as const;
  const png = await drawPicture({ title: 'Cores', says: 'How much more?', above: 'Part 1', curves });
  assert.deepEqual(
    [...png.subarray(1, 4)].map((byte) => String.fromCharCode(byte)),
    ['P', 'N', 'G'],
  );
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [SIZE.width, SIZE.height]);
});
