import assert from 'node:assert/strict';
import { test } from 'node:test';
import { find, prepare, type SearchEntry } from '../ranking.ts';

const entry = (href: string, heading: string, text: string): SearchEntry => ({
  href,
  kind: 'Lesson',
  page: 'A lesson',
  heading,
  text,
});
const index = prepare([
  entry('/a', 'Thread pools', 'A pool of four workers takes the work. Nothing else is said.'),
  entry('/b', 'The loop', 'An event loop is one thread. Threads of a pool help it, and a thread pool has a size.'),
  entry('/c', 'Memory', `${'Filler words come first. '.repeat(30)}A café serves naïve readers of spawn_blocking.`),
  entry('/d', 'Events', 'A loop over events is a loop like any other.'),
]);
const hrefs = (query: string) => find(index, query, 10).hits.map(({ entry: { href } }) => href);

test('every word of the query must begin a word of the place', () => {
  assert.deepEqual(hrefs('four workers'), ['/a']);
  assert.deepEqual(hrefs('four memory'), []);
  assert.deepEqual(hrefs('ool'), []);
});

test('a name counts more than the text', () => {
  assert.deepEqual(hrefs('pool'), ['/a', '/b']);
  assert.deepEqual(hrefs('events')[0], '/d');
  assert.deepEqual(hrefs('loop').length, 2);
});

test('words side by side count more than words apart', () => {
  assert.deepEqual(hrefs('event loop')[0], '/b');
  assert.deepEqual(hrefs('thread pools')[0], '/a');
});

test('forms of a word, accents and signs are the same word', () => {
  assert.deepEqual(hrefs('threading pools'), ['/a', '/b']);
  assert.deepEqual(hrefs('CAFE naive'), ['/c']);
  assert.deepEqual(hrefs('spawn-blocking'), ['/c']);
});

test('a word that stands nowhere is read as the nearest one that does, and this is said', () => {
  const { instead, hits } = find(index, 'tread pool', 10);
  assert.deepEqual(instead, [['tread', 'thread']]);
  assert.equal(hits.length, 2);
  assert.deepEqual(find(index, 'memroy', 10).instead, [['memroy', 'memory']]);
});

test('a word that is near nothing finds nothing, and so does a query without words', () => {
  assert.deepEqual(find(index, 'zzzzzz', 10), { hits: [], stems: ['zzzzzz'], instead: [] });
  assert.deepEqual(hrefs(' … '), []);
});

test('the excerpt is cut around the word, at spaces', () => {
  const [hit] = find(index, 'spawn_blocking', 10).hits;
  assert.match(hit?.excerpt ?? '', /^… \S.*spawn_blocking\.$/);
  assert.ok((hit?.excerpt.length ?? 0) < 160);
});

test('no more places than asked for', () => {
  assert.equal(find(index, 'a', 2).hits.length, 2);
});
