'use client';
import { type FormEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { answerSchema } from '../../protocol/owner-state.ts';
import { shortMoment } from '../charts/format.ts';
import { inProse, measuredAt, type Spot } from '../charts/measured.ts';
import { amount } from '../charts/sweep-words.ts';
import { useOwnResult } from '../connection/own-result.ts';
import { useOwnerState } from '../connection/use-owner-state.ts';
import { numberIn } from '../islands/prediction.ts';
import {
  type AnswerOffered,
  allRight,
  dealt,
  isNear,
  isRight,
  MOST_SHUFFLED,
  shuffleOf,
  standing,
} from './answering.ts';
import styles from './prose.module.css';

export interface QuestionProps {
  /** Hash of all that it asks: another text is another question, and has no answer yet. */
  id: string;
  lesson: string;
  ask: string;
  answers: readonly (AnswerOffered & { reason: ReactNode })[];
  several: boolean;
  /** The order of the answers means something. */
  ordered: boolean;
  /** Where a number is asked for: the exact one, unless it is measured, and how far off one may be. */
  number: { exact: { value: number; unit: string } | undefined; tolerance: number } | undefined;
  /** What decides when it is a measurement. */
  measured: { experiment: string; spot: Spot; recorded: { value: number; where: string } | undefined } | undefined;
  /** The earlier lesson that it asks about again. */
  again: { title: string; href: string } | undefined;
  /** Why, where a number is asked for. */
  reason: ReactNode;
}

/**
 * A question with reasons. It works without any script: choosing an answer shows its reason. With one the answer is
 * kept, and the reader's own newest run goes before the recording where a measurement is the key.
 */
export function Question(props: QuestionProps) {
  const { id, lesson, ask, answers, several, ordered, number, measured, again } = props;
  const root = useRef<HTMLFieldSetElement>(null);
  const [kept, setKept] = useOwnerState(`answer.${id}`, answerSchema);
  const [folded, setFolded] = useState(false);
  const restored = useRef(true);
  const key = useKey(measured, number);
  const answered = kept !== undefined && (kept.picked.length > 0 || kept.number !== undefined);

  const save = (picked: number[], said?: number) => {
    restored.current = false;
    setFolded(false);
    const right =
      said === undefined
        ? allRight(answers, picked, measured !== undefined, key?.value)
        : isNear(said, key?.value, number?.tolerance ?? 0);
    setKept({
      v: 1,
      lesson,
      ask,
      at: new Date().toISOString(),
      picked,
      ...(said === undefined ? {} : { number: said }),
      ...(right === undefined || (picked.length === 0 && said === undefined) ? {} : { right }),
    });
  };
  useLayoutEffect(() => {
    // A kept answer comes back without its reason where the reader is looking: what they read must not move.
    if (answered && restored.current) setFolded(isOnScreen(root.current));
    if (answered) restored.current = false;
  }, [answered]);

  return (
    <fieldset ref={root} className={styles.question} data-live data-folded={folded || undefined}>
      <legend>
        {again && (
          <span className={styles.again}>
            Asked again, from <a href={again.href}>{again.title}</a>
          </span>
        )}
        {ask}
      </legend>
      <p className={styles.standing}>
        <span>
          {standing(answers, several, kept)}
          {answered && <span className={styles.when}> Kept {shortMoment(kept.at)}.</span>}
        </span>{' '}
        {answered && (
          <button type="button" onClick={() => save([])}>
            Answer again
          </button>
        )}
        {folded && (
          <button type="button" onClick={() => setFolded(false)}>
            Why?
          </button>
        )}
      </p>
      {number ? (
        <NumberAsked {...props} said={kept?.number} keyOf={key} folded={folded} onSaid={(said) => save([], said)} />
      ) : (
        <Choices
          answers={answers}
          several={several}
          shuffle={ordered || measured || answers.length > MOST_SHUFFLED ? undefined : shuffleOf(id)}
          picked={kept?.picked ?? none}
          mark={(answer) => ({
            words: markWords(answer, measured !== undefined, key),
            right: isRight(answer, measured !== undefined, key?.value),
          })}
          onPicked={(picked) => save(picked)}
        />
      )}
    </fieldset>
  );
}

const none: readonly number[] = [];

/** What decides, and where it comes from. */
interface Key {
  readonly value: number;
  readonly text: string;
  readonly where: ReactNode;
  readonly own: boolean;
}

function useKey(measured: QuestionProps['measured'], number: QuestionProps['number']): Key | undefined {
  const result = useOwnResult(measured?.experiment);
  if (number?.exact) {
    const { value, unit } = number.exact;
    return { value, text: unit ? `${amount(value)} ${unit}` : amount(value), where: '', own: false };
  }
  if (!measured) return undefined;
  const { spot, recorded } = measured;
  const value = result && measuredAt(result, spot);
  if (result && value !== undefined)
    return {
      value,
      text: inProse(value, spot.metric),
      where: (
        <>
          your <a href={`/runs/${result.run}`}>run of {shortMoment(result.startedAt)}</a>
        </>
      ),
      own: true,
    };
  return recorded && { ...recorded, text: inProse(recorded.value, spot.metric), own: false };
}

function markWords(answer: AnswerOffered, measured: boolean, key: Key | undefined): ReactNode {
  if (!measured) return answer.right ? 'Right.' : 'Not quite.';
  if (!key) return 'Not recorded yet: your own run has the answer, in its table of figures.';
  const right = isRight(answer, true, key.value);
  return (
    <>
      {key.own ? (right ? 'As you measured' : 'Not as you measured') : right ? 'As recorded' : 'Not as recorded'}:{' '}
      {key.text} ({key.where}).{!key.own && ' Your own run decides for your machine.'}
    </>
  );
}

/** Answers to choose from, each with its reason. The browser shows the reason of what is checked, with or without us. */
function Choices({
  answers,
  several,
  shuffle,
  picked,
  mark,
  onPicked,
}: Pick<QuestionProps, 'answers' | 'several'> & {
  shuffle: number | undefined;
  picked: readonly number[];
  mark: (answer: AnswerOffered) => { words: ReactNode; right: boolean | undefined };
  onPicked: (picked: number[]) => void;
}) {
  const name = useId();
  const list = useRef<HTMLDivElement>(null);
  const [order, setOrder] = useState<readonly number[]>();
  const inputs = () => [...(list.current?.querySelectorAll('input') ?? [])];
  const checked = () => inputs().flatMap((input) => (input.checked ? [Number(input.value)] : []));
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was chosen before this woke
  useEffect(() => {
    if (checked().length > 0) onPicked(checked());
    const deal = Number(document.documentElement.dataset.deal);
    // Where the style sheet could not reckon the order, changing it now would move what is being read.
    if (shuffle && deal && CSS.supports('order', 'mod(5, 3)')) setOrder(dealt(answers.length, deal, shuffle));
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `inputs` reads the document
  useLayoutEffect(() => {
    for (const input of inputs()) input.checked = picked.includes(Number(input.value));
  }, [picked]);
  return (
    <div ref={list} className={styles.answers} data-shuffle={order ? undefined : shuffle}>
      {(order ?? answers.map((_, i) => i)).map((place) => {
        const answer = answers[place] as QuestionProps['answers'][number];
        const { words, right } = mark(answer);
        return (
          <div key={answer.says} className={styles.answer}>
            <label>
              <input
                type={several ? 'checkbox' : 'radio'}
                name={name}
                value={place}
                onChange={() => onPicked(checked())}
              />{' '}
              <span>{answer.says}</span>
            </label>
            <div className={styles.reason} role="status" data-right={right}>
              <p className={styles.mark}>{words}</p>
              {answer.reason}
            </div>
          </div>
        );
      })}
    </div>
  );
}

/** A number to type. Its reason can be opened without any script. */
function NumberAsked({
  reason,
  number,
  said,
  keyOf: key,
  folded,
  onSaid,
}: QuestionProps & {
  said: number | undefined;
  keyOf: Key | undefined;
  folded: boolean;
  onSaid: (said: number) => void;
}) {
  const [text, setText] = useState<string>();
  const [fault, setFault] = useState(false);
  const right = said === undefined ? undefined : isNear(said, key?.value, number?.tolerance ?? 0);
  const check = (event: FormEvent) => {
    event.preventDefault();
    const value = numberIn(text ?? '');
    setFault(value === undefined);
    if (value !== undefined) onSaid(value);
  };
  return (
    <>
      <form className={`${styles.numberAsked} needs-shell`} onSubmit={check} suppressHydrationWarning>
        <label>
          Your number{' '}
          <input
            type="text"
            inputMode="decimal"
            autoComplete="off"
            value={text ?? (said === undefined ? '' : amount(said))}
            onChange={(event) => setText(event.target.value)}
            aria-invalid={fault}
          />
        </label>
        <span>{number?.exact?.unit}</span>
        <button type="submit">Check</button>
        <p role="status">{fault && 'Write a number, such as 250 or 0.5.'}</p>
      </form>
      <details className={styles.numberReason} data-right={right} open={said !== undefined && !folded}>
        <summary>The answer</summary>
        <p className={styles.mark}>
          {right === undefined ? '' : right ? 'Right: ' : 'Not quite. The answer: '}
          {key ? key.text : 'Not recorded yet: your own run has the answer, in its table of figures.'}
          {key?.where && <> ({key.where})</>}
        </p>
        {reason}
      </details>
    </>
  );
}

function isOnScreen(element: Element | null): boolean {
  if (!element) return false;
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
