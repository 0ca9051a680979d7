import type { ReactNode } from 'react';
import styles from './prose.module.css';

/** Parts of pictures that show how a server lies on its cores. */

const WIDTH = 220;
export const cores = [0, 1, 2];
export const coreX = (index: number) => 8 + index * 70;
const CORE_Y = 176;
export const middle = (index: number) => coreX(index) + 32;

export function Way({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className={styles.way}>
      <svg viewBox={`0 0 ${WIDTH} 214`} role="img" aria-label={`${title}. ${text}`}>
        {children}
      </svg>
      <p>
        <strong>{title}</strong> {text}
      </p>
    </div>
  );
}

export function Connections({ to, y }: { to: readonly number[]; y: number }) {
  const from = [56, 92, 128, 164];
  return from.map((x, index) => (
    <g key={x}>
      <path d={`M${x} 12C${x} ${y * 0.6} ${to[index]} ${y * 0.4} ${to[index]} ${y}`} className={styles.wire} />
      <circle cx={x} cy={9} r={4} className={styles.dot} />
    </g>
  ));
}

export function Box({
  x,
  y,
  width,
  height,
  label,
  labelAt = 'foot',
}: {
  x: number;
  y: number;
  width: number;
  height: number;
  label: string;
  labelAt?: 'top' | 'foot';
}) {
  return (
    <>
      <rect x={x} y={y} width={width} height={height} rx={6} className={styles.box} />
      <text x={x + 6} y={labelAt === 'top' ? y + 15 : y + height - 6} className={styles.label}>
        {label}
      </text>
    </>
  );
}

/** An arc of three quarters with an arrow head. */
export function Loop({ x, y, colour }: { x: number; y: number; colour: number }) {
  return (
    <path
      d={`M${x + 15} ${y}A15 15 0 1 1 ${x} ${y - 15}m-6 -5l7 5l-5 7`}
      className={styles.loop}
      style={{ stroke: `var(--series-${colour})` }}
    />
  );
}

export function Drop({ x, from = 152 }: { x: number; from?: number }) {
  return <path d={`M${x} ${from}V${CORE_Y - 2}m-4 -6l4 6l4 -6`} className={styles.drop} />;
}

export function Cores({ busy }: { busy: readonly number[] }) {
  return cores.map((core) => (
    <g key={core}>
      <rect
        x={coreX(core)}
        y={CORE_Y}
        width={64}
        height={32}
        rx={3}
        className={busy.includes(core) ? styles.coreOn : styles.coreOff}
      />
      <text
        x={middle(core)}
        y={CORE_Y + 20}
        textAnchor="middle"
        className={busy.includes(core) ? styles.coreOnText : styles.label}
      >
        core {core + 1}
      </text>
    </g>
  ));
}
