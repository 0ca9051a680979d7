import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Link } from '../link.ts';

/** What every bus promises: run it against each implementation with a way to make a connected pair. */
export function linkContract(name: string, connect: () => Promise<[Link, Link]>): void {
  const receive = <T>(count: number, listen: (got: (item: T) => void) => void) =>
    new Promise<T[]>((resolve) => {
      const items: T[] = [];
      listen((item) => {
        items.push(item);
        if (items.length === count) resolve(items);
      });
    });

  test(`${name}: messages and frames arrive whole, in the order they were sent`, async () => {
    const [left, right] = await connect();
    const got = receive<string>(4, (add) => {
      right.onMessage((message) => add(JSON.stringify(message)));
      right.onFrame((frame) => add(`frame ${Buffer.from(frame).toString('hex')}`));
    });
    left.send({ t: 'one', text: 'ä\n"' });
    left.sendFrame(new Uint8Array([1, 2, 0, 255]));
    left.sendFrame(new Uint8Array([]));
    left.send({ t: 'two' });
    assert.deepEqual(await got, ['{"t":"one","text":"ä\\n\\""}', 'frame 010200ff', 'frame ', '{"t":"two"}']);
    left.close();
  });

  test(`${name}: a message of a megabyte and a thousand small ones both arrive`, async () => {
    const [left, right] = await connect();
    const got = receive<{ n: number; text: string }>(1001, (add) =>
      right.onMessage((message) => add(message as { n: number; text: string })),
    );
    left.send({ n: 0, text: 'x'.repeat(1_000_000) });
    for (let n = 1; n <= 1000; n++) left.send({ n, text: '' });
    const messages = await got;
    assert.equal(messages[0]?.text.length, 1_000_000);
    assert.deepEqual(
      messages.map((message) => message.n),
      Array.from({ length: 1001 }, (_, n) => n),
    );
    left.close();
  });

  test(`${name}: each side learns that the other is gone, also when it asks afterwards`, async () => {
    const [left, right] = await connect();
    const gone = new Promise<void>((resolve) => right.onClose(resolve));
    left.close();
    await gone;
    await new Promise<void>((resolve) => right.onClose(resolve));
  });
}
