import { Children, isValidElement, type ReactNode, useId } from 'react';
import styles from './prose.module.css';

export interface AnswerProps {
  says: string;
  right?: true;
  from?: string;
  to?: string;
  children?: ReactNode;
}

/** Holds what an answer says; `Question` draws it. */
export function Answer(_: AnswerProps): null {
  return null;
}

/**
 * A question with reasons. It works without any script: choosing an answer shows its reason.
 * `measured` is the number of the recording that decides; without a recording no answer is called right.
 */
export function Question({
  ask,
  byMeasurement,
  measured,
  children,
}: {
  ask: string;
  byMeasurement: boolean;
  measured: { value: number; text: string; where: string } | undefined;
  children: ReactNode;
}) {
  const name = useId();
  const answers = Children.toArray(children).flatMap((child) =>
    isValidElement<AnswerProps>(child) && 'says' in child.props ? [child.props] : [],
  );
  const isRight = ({ right, from, to }: AnswerProps) =>
    byMeasurement
      ? measured && measured.value >= Number(from ?? 0) && measured.value < Number(to ?? Number.POSITIVE_INFINITY)
      : right === true;
  return (
    <fieldset className={styles.question}>
      <legend>{ask}</legend>
      {answers.map((answer, index) => {
        const right = isRight(answer);
        return (
          <div key={answer.says} className={styles.answer}>
            <label>
              <input type="radio" name={name} value={index} /> <span>{answer.says}</span>
            </label>
            <div className={styles.reason} role="status" data-right={right === undefined ? undefined : String(right)}>
              <p className={styles.mark}>
                {byMeasurement
                  ? measured
                    ? `${right ? 'As recorded' : 'Not as recorded'}: ${measured.text} (${measured.where}). Your own run decides for your machine.`
                    : 'Not recorded yet: your own run above has the answer, in its table of figures.'
                  : right
                    ? 'Right.'
                    : 'Not quite.'}
              </p>
              {answer.children}
            </div>
          </div>
        );
      })}
    </fieldset>
  );
}
