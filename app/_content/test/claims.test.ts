import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOurs } from '../../../components/ledger/entry.ts';
import { type Claim, readClaims } from '../course.ts';

/** How many claims each theme has. */
const themes = {
  async: 15,
  build: 14,
  cache: 3,
  career: 7,
  cost: 11,
  eventloop: 11,
  gc: 5,
  latency: 6,
  memory: 14,
  safety: 17,
  scaling: 17,
  size: 5,
  startup: 2,
  stories: 6,
  threads: 13,
  throughput: 14,
  zerocost: 4,
};
/** Pages that could not be read; each is linked and marked. */
const unreadable = [
  'http://www.kegel.com/c10k.html',
  'https://blog.cloudflare.com/18-november-2025-outage/',
  'https://discord.com/blog/how-discord-stores-trillions-of-messages',
  'https://discord.com/blog/why-discord-is-switching-from-go-to-rust',
  'https://docs.npmjs.com/about-npm',
  'https://engineering.fb.com/2021/04/29/developer-tools/rust/',
  'https://github.com/v8/v8/blob/main/include/v8-isolate.h',
  'https://openjdk.org/jeps/444',
  'https://security.googleblog.com/2025/11/rust-in-android-move-fast-fix-things.html',
];
const claims = [...readClaims().values()];
const sentences = (text: string): number => text.split(/[.!?]\s+(?=[“A-Z0-9])/).length;
const idsOf = (wanted: (claim: Claim) => boolean): string[] => claims.filter(wanted).map(({ id }) => id);

test('the themes hold 164 claims; the sentences of the course come and go with their lessons', () => {
  const counted: Record<string, number> = {};
  for (const { id } of claims.filter((claim) => !isOurs(claim))) {
    const theme = id.split('.')[0] as string;
    counted[theme] = (counted[theme] ?? 0) + 1;
  }
  assert.deepEqual(counted, themes);
  assert.equal(
    Object.values(counted).reduce((sum, count) => sum + count, 0),
    164,
  );
});

test('what people say is one sentence, and no two claims say the same', () => {
  assert.deepEqual(
    idsOf(({ often }) => sentences(often) > 1 || !/[.!?]$/.test(often)),
    [],
  );
  assert.equal(new Set(claims.map(({ often }) => often)).size, claims.length);
});

test('the correct statement is short, and the reason has at most five sentences', () => {
  assert.deepEqual(
    idsOf(({ better, why }) => sentences(better) > 3 || sentences(why) > 5),
    [],
  );
});

test('a claim says that no experiment decides it exactly when its sources alone do', () => {
  assert.deepEqual(
    idsOf(({ test, bySourceAlone }) => test.startsWith('No experiment ') !== (bySourceAlone ?? false)),
    [],
  );
});

test('a claim without a source says so', () => {
  assert.deepEqual(
    idsOf(({ sources, why }) => sources.length === 0 && !/We know of no (primary )?source/.test(why)),
    [],
  );
});

test('no claim names a source twice', () => {
  assert.deepEqual(
    idsOf(({ sources }) => new Set(sources.map(({ url }) => url)).size < sources.length),
    [],
  );
});

test('a source has one title, and is marked wherever it could not be read', () => {
  const titles = new Map<string, string>();
  for (const { id, sources } of claims)
    for (const { title, url, unverified } of sources) {
      assert.equal(title, titles.get(url) ?? title, id);
      assert.equal(unverified ?? false, unreadable.includes(url), `${id}: ${url}`);
      titles.set(url, title);
    }
  for (const url of unreadable) assert.ok(titles.has(url), url);
});
