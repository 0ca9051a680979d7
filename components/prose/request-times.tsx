import { Picture, type Size } from './picture.tsx';
import styles from './prose.module.css';

interface Drawing extends Size {
  /** Positions of planned, noticed, sent, answered. */
  readonly at: readonly [number, number, number, number];
}

const drawings: readonly Drawing[] = [
  { name: 'wide', width: 660, font: 15, at: [40, 130, 330, 620] },
  { name: 'narrow', width: 340, font: 13, at: [30, 88, 190, 310] },
];
const moments = ['planned', 'noticed', 'sent', 'answered'];
const spans = [
  { name: 'lag', from: 0, to: 1, row: 0 },
  { name: 'wait', from: 1, to: 2, row: 0 },
  { name: 'service time', from: 2, to: 3, row: 0 },
  { name: 'response time', from: 0, to: 3, row: 1 },
];

/** The moments of one request as the load tool records them, and the times between them. Not to scale. */
export function RequestTimes() {
  return (
    <Picture
      words="One request in time: planned, noticed, sent, answered. Lag and wait lie before the sending, service time after it; response time is all of them."
      sizes={drawings}
      height={() => 142}
      caption="The moments of one request, not to scale. In a closed loop nothing is planned: only the service time exists."
    >
      {({ width, font, at }) => (
        <>
          <line x1={8} x2={width - 4} y1={34} y2={34} className={styles.timeLine} />
          <path d={`M${width - 11} 29l7 5l-7 5`} className={styles.timeLine} />
          {moments.map((moment, i) => (
            <g key={moment}>
              <circle cx={at[i]} cy={34} r={4.5} className={styles.moment} />
              <text x={at[i]} y={18} textAnchor="middle" className={styles.label}>
                {moment}
              </text>
            </g>
          ))}
          {spans.map(({ name: span, from, to, row }) => {
            const [left, right] = [at[from] as number, at[to] as number];
            const y = 62 + row * 46;
            return (
              <g key={span}>
                <path d={`M${left + 2} ${y - 6}v12m0-6H${right - 2}m0-6v12`} className={styles.span} data-span={span} />
                <text x={(left + right) / 2} y={y + font + 6} textAnchor="middle" className={styles.spanName}>
                  {span}
                </text>
              </g>
            );
          })}
        </>
      )}
    </Picture>
  );
}
