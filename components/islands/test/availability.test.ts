import assert from 'node:assert/strict';
import { test } from 'node:test';
import { syntheticHost } from '../../charts/test/fixtures/synthetic-run.ts';
import { awayWords, standOf, whyBlocked } from '../availability.ts';

const open = { link: 'open', host: syntheticHost(2) } as const;
const load = (state: 'building' | 'failed') => ({ target: 'load', title: 'Load tool', state });

test('before the page is awake and while it connects, Run is not blocked', () => {
  assert.equal(whyBlocked(undefined, { link: 'idle', host: undefined }, undefined, undefined), undefined);
  assert.equal(whyBlocked('open', { link: 'connecting', host: undefined }, undefined, undefined), undefined);
});

test('each reason says what to do', () => {
  assert.match(whyBlocked('none', open, undefined, undefined) ?? '', /npm start/);
  assert.match(whyBlocked('locked', open, undefined, undefined) ?? '', /start link/);
  assert.match(whyBlocked('open', { ...open, link: 'signed-out' }, undefined, undefined) ?? '', /npm run url/);
  assert.match(whyBlocked('open', open, load('building'), undefined) ?? '', /once the load tool is built/);
  assert.match(whyBlocked('open', open, load('failed'), undefined) ?? '', /nothing can be measured/);
  assert.equal(whyBlocked('open', open, undefined, 'One core only.'), 'One core only.');
});

test('a lost sandbox is told also while a run is on', () => {
  assert.equal(awayWords('open', { link: 'open' }), undefined);
  assert.match(awayWords('open', { link: 'waiting' }) ?? '', /live again as soon as it is back/);
  assert.equal(awayWords('none', { link: 'waiting' }), undefined);
});

test('an experiment is live where a sandbox answers, and recorded everywhere else', () => {
  assert.equal(standOf('open', { link: 'open' }), 'here');
  assert.equal(standOf('open', { link: 'connecting' }), 'here');
  for (const link of ['waiting', 'signed-out'] as const) assert.equal(standOf('open', { link }), 'recorded');
  for (const present of ['none', 'locked', undefined] as const)
    assert.equal(standOf(present, { link: 'idle' }), 'recorded');
});
