import { Fragment } from 'react';

/** A sentence in which commands stand between backticks, as the errors of the protocol write them. */
export function Words({ text }: { text: string }) {
  // The pieces of one sentence never change places, so their number is their key.
  return text.split('`').map((piece, i) => {
    const key = `${i}`;
    return i % 2 === 1 ? <code key={key}>{piece}</code> : <Fragment key={key}>{piece}</Fragment>;
  });
}
