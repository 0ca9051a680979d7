/** Pixel positions. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Length of one stroke between two wobbles, and how far it strays; small against a marker. */
const STROKE = 26;
const STRAY = 1.7;

/**
 * A path through the spots as a hand would draw it: it passes through each of them and strays a little between. The
 * stray depends only on position, so that a redrawn chart does not tremble.
 */
export function handDrawnPath(spots: readonly Spot[]): string {
  const [first] = spots;
  if (!first) return '';
  let path = `M${first.x.toFixed(1)} ${first.y.toFixed(1)}`;
  for (let i = 1; i < spots.length; i++) {
    const from = spots[i - 1] as Spot;
    const to = spots[i] as Spot;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const strokes = Math.max(1, Math.round(length / STROKE));
    for (let s = 1; s <= strokes; s++) {
      const end = between(from, to, s / strokes);
      const mid = between(from, to, (s - 0.5) / strokes);
      const stray = Math.sin(mid.x * 12.9898 + mid.y * 4.1414 + s) * STRAY;
      const normal = { x: -(to.y - from.y) / (length || 1), y: (to.x - from.x) / (length || 1) };
      path += `Q${(mid.x + normal.x * stray * 2).toFixed(1)} ${(mid.y + normal.y * stray * 2).toFixed(1)} ${end.x.toFixed(1)} ${end.y.toFixed(1)}`;
    }
  }
  return path;
}

function between(a: Spot, b: Spot, share: number): Spot {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}
