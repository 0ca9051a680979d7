/** Two drawings of one chart: CSS shows the one whose letters stay readable at the width there is. */
export interface Layout {
  readonly name: 'wide' | 'narrow';
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly font: number;
}

/** Of charts whose lines have their names at the right; at the left there is room for "100,000". */
export const namedLines: readonly Layout[] = [
  { name: 'wide', width: 680, height: 382, left: 62, right: 196, top: 32, bottom: 48, font: 15 },
  { name: 'narrow', width: 344, height: 350, left: 54, right: 147, top: 30, bottom: 48, font: 13 },
];
