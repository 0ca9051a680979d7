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

/** Of charts whose lines have their names at the right. */
export const namedLines: readonly Layout[] = [
  { name: 'wide', width: 680, height: 360, left: 44, right: 196, top: 16, bottom: 42, font: 15 },
  { name: 'narrow', width: 344, height: 330, left: 34, right: 147, top: 16, bottom: 42, font: 13 },
];
