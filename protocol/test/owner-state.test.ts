import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predictionsSchema } from '../owner-state.ts';

const number = {
  kind: 'number',
  id: 'number-1',
  at: '2026-11-21T14:00:00.000Z',
  ask: 'How late?',
  metric: 'startUp',
  series: 'node-http',
  place: 'most',
  value: 40,
  low: 20,
  high: 80,
};

test('what is kept is read as it was written', () => {
  const kept = { v: 2, seenAt: '2026-11-21T15:00:00.000Z', made: [number], older: [] };
  assert.deepEqual(predictionsSchema.parse(JSON.parse(JSON.stringify(kept))), kept);
});

test('curves of the first form open as curves of speed-up, with the time they were drawn at', () => {
  const kept = {
    v: 1,
    experiment: 'cores',
    savedAt: '2026-10-01T10:00:00.000Z',
    curves: {
      'node-http': [
        { cores: 1, speedUp: 1 },
        { cores: 2, speedUp: 1.5 },
      ],
    },
  };
  assert.deepEqual(predictionsSchema.parse(kept).made, [
    {
      kind: 'curve',
      id: 'curve-speed-up',
      at: '2026-10-01T10:00:00.000Z',
      ask: '',
      metric: 'speedUp',
      curves: {
        'node-http': [
          { x: 1, value: 1 },
          { x: 2, value: 1.5 },
        ],
      },
    },
  ]);
  assert.deepEqual(predictionsSchema.parse({ ...kept, curves: {} }).made, []);
});

test('what cannot be read is handed on and not lost, one prediction or the whole', () => {
  const strange = { ...number, metric: 'beauty' };
  const read = predictionsSchema.parse({ v: 2, made: [strange, number], older: [{ v: 0 }] });
  assert.deepEqual(read.made, [number]);
  assert.deepEqual(read.older, [strange, { v: 0 }]);
  assert.deepEqual(predictionsSchema.parse({ v: 3, drawn: true }).older, [{ v: 3, drawn: true }]);
});

test('nothing kept is no prediction of an older form', () => {
  assert.equal(predictionsSchema.safeParse(null).success, false);
  assert.equal(predictionsSchema.safeParse(undefined).success, false);
});
