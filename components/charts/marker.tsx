import type { Marker } from './series.ts';

const paths: Record<Marker, string> = {
  circle: 'M-4.4 0a4.4 4.4 0 1 0 8.8 0a4.4 4.4 0 1 0 -8.8 0z',
  square: 'M-4 -4h8v8h-8z',
  triangle: 'M0 -5.2L4.9 3.6H-4.9z',
  diamond: 'M0 -5.6L4.8 0L0 5.6L-4.8 0z',
  cross: 'M-1.7 -5h3.4v3.3h3.3v3.4h-3.3v3.3h-3.4v-3.3h-3.3v-3.4h3.3z',
  star: 'M0 -5.8L1.7 -1.8L5.8 0L1.7 1.8L0 5.8L-1.7 1.8L-5.8 0L-1.7 -1.8z',
};
const upwards = 'M0 -6V-13m-3 3l3 -3.4l3 3.4';

/** A point of a series. Hollow: measured once; filled: repeated; with an arrow: the true value may be larger. */
export function MarkerShape({
  marker,
  colour,
  x,
  y,
  hollow = false,
  atLeast = false,
  size = 1,
}: {
  marker: Marker;
  colour: string;
  x: number;
  y: number;
  hollow?: boolean;
  atLeast?: boolean;
  /** 1 is as large as in a chart of one run. */
  size?: number;
}) {
  const open = hollow || atLeast;
  return (
    <g transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})${size === 1 ? '' : ` scale(${size})`}`}>
      {atLeast && <path d={upwards} fill="none" stroke={colour} strokeWidth={1.8} />}
      <path
        d={paths[marker]}
        fill={open ? 'var(--paper)' : colour}
        stroke={open ? colour : 'var(--paper)'}
        strokeWidth={open ? 1.8 : 1}
      />
    </g>
  );
}
