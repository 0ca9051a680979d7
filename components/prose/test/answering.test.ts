import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allRight, dealt, isNear, isRight, MOST_SHUFFLED, shuffleOf, standing } from '../answering.ts';

const says = (right: boolean, says = 'so') => ({ says, right });
const six = [1, 2, 3, 4, 5, 6];

test('every deal is an order of all answers, and each reader keeps theirs', () => {
  for (const count of [2, 3, 4, 5, MOST_SHUFFLED])
    for (const deal of six)
      for (const shuffle of six) {
        const order = dealt(count, deal, shuffle);
        assert.deepEqual(
          order.toSorted(),
          Array.from({ length: count }, (_, i) => i),
        );
        assert.deepEqual(order, dealt(count, deal, shuffle));
      }
});

test('over all readers the first answer of the author stands first no more often than it should', () => {
  const first = six.filter((deal) => dealt(2, deal, 3)[0] === 0).length;
  assert.equal(first, 3);
  assert.ok(new Set(six.map((deal) => dealt(4, deal, 1).join())).size >= 4);
});

test('the order of a question follows from its text', () => {
  assert.ok(['00000000', 'ffffffff', '1a2b3c4d'].every((id) => six.includes(shuffleOf(id))));
});

test('an answer is right by itself, or when the number measured lies in its range', () => {
  assert.equal(isRight(says(true), false, undefined), true);
  assert.equal(isRight({ ...says(false), from: 0.5, to: 1.5 }, true, 1), true);
  assert.equal(isRight({ ...says(false), from: 0.5, to: 1.5 }, true, 1.5), false);
  assert.equal(isRight({ ...says(false), from: 0.5 }, true, undefined), undefined);
});

test('a number is right within its tolerance', () => {
  assert.equal(isNear(110, 100, 0.1), true);
  assert.equal(isNear(111, 100, 0.1), false);
  assert.equal(isNear(1, undefined, 0.1), undefined);
});

test('of several, all right ones and no others count', () => {
  const answers = [says(true, 'a'), says(false, 'b'), says(true, 'c')];
  assert.equal(allRight(answers, [0, 2], false, undefined), true);
  assert.equal(allRight(answers, [0], false, undefined), false);
  assert.equal(allRight(answers, [0, 1, 2], false, undefined), false);
});

test('under a question stands what to do, and then how far the reader got', () => {
  const answers = [says(true, 'a'), says(false, 'b'), says(true, 'c')];
  assert.equal(standing(answers, false, undefined), 'Choose one.');
  assert.equal(standing(answers, false, { picked: [1], right: false }), 'Not quite.');
  assert.equal(standing(answers, false, { picked: [1] }), 'Answered.');
  assert.equal(standing(answers, true, { picked: [0], right: false }), '1 of 2 found.');
  assert.equal(standing(answers, true, { picked: [0, 1], right: false }), '1 of 2 found, 1 wrong.');
  assert.equal(standing(answers, true, { picked: [0, 2], right: true }), 'Right.');
  assert.equal(standing([], false, undefined), 'Write a number.');
  assert.equal(standing(answers, false, { picked: [] }), 'Choose one.');
});
