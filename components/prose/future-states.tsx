import styles from './future-states.module.css';
import { Picture, type Size } from './picture.tsx';
import { pictureWords } from './picture-words.ts';

interface Drawn extends Size {
  /** Where the frames begin, and the widths of what lies in them. */
  readonly left: number;
  readonly buffer: number;
  readonly timer: number;
  readonly sum: number;
}

const drawings: readonly Drawn[] = [
  { name: 'wide', width: 660, font: 14, left: 104, buffer: 420, timer: 62, sum: 44 },
  { name: 'narrow', width: 340, font: 12.5, left: 84, buffer: 180, timer: 52, sum: 40 },
];

const handlers = [
  { name: 'The buffer is used after the await', holds: ['buffer', 'timer'], y: 0 },
  { name: 'The buffer ends before the await', holds: ['sum', 'timer'], y: 190 },
] as const;
const ROW = 28;
const GAP = 24;
const HEIGHT = 356;

/** Two futures in their three states: what each state holds, in a frame that stays as large as the largest state. */
export function FutureStates() {
  return (
    <Picture
      words={pictureWords['future-states']}
      sizes={drawings}
      height={() => HEIGHT}
      caption="Drawn, not measured. The frame is the future: its size is fixed when the program is compiled, and it is at least that of the largest state. What is filled is in use in that state."
    >
      {(size) => handlers.map((handler) => <Handler key={handler.name} size={size} {...handler} />)}
    </Picture>
  );
}

function Handler({ size, name, holds, y }: { size: Drawn } & (typeof handlers)[number]) {
  const { left, ...widths } = size;
  const whole = holds.reduce((sum, part) => sum + widths[part], 0);
  const rowY = (row: number) => y + 28 + row * (ROW + GAP);
  return (
    <g>
      <text x={4} y={y + 16} className={styles.name}>
        {name}
      </text>
      {['not begun', 'waits', 'done'].map((state, row) => (
        <g key={state}>
          <text x={4} y={rowY(row) + 19} className={styles.state}>
            {state}
          </text>
          <rect x={left} y={rowY(row)} width={whole} height={ROW} rx={4} className={styles.frame} />
          {row === 0 && (
            <>
              <rect x={left + 3} y={rowY(row) + 3} width={8} height={ROW - 6} className={styles.argument} />
              <text x={left + 17} y={rowY(row) + 19} className={styles.state}>
                fill
              </text>
            </>
          )}
          {row === 1 &&
            holds.map((part, index) => {
              const x = left + holds.slice(0, index).reduce((sum, before) => sum + widths[before], 0);
              return (
                <g key={part}>
                  <rect
                    x={x + 3}
                    y={rowY(row) + 3}
                    width={widths[part] - 6}
                    height={ROW - 6}
                    className={styles.fill}
                    data-part={part}
                  />
                  <text x={x + widths[part] / 2} y={rowY(row) + 19} textAnchor="middle" className={styles.part}>
                    {part}
                  </text>
                </g>
              );
            })}
        </g>
      ))}
      {['first poll: pending', 'second poll: ready'].map((poll, row) => (
        <g key={poll}>
          <path d={`M${left + 14} ${rowY(row) + ROW + 2}v${GAP - 5}m-4 -6l4 6l4 -6`} className={styles.arrow} />
          <text x={left + 24} y={rowY(row) + ROW + 16} className={styles.poll}>
            {poll}
          </text>
        </g>
      ))}
    </g>
  );
}
