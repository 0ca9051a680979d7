import type { ReactNode } from 'react';
import styles from './prose.module.css';

/** One of the two drawings of a picture. */
export interface Size {
  readonly name: 'wide' | 'narrow';
  readonly width: number;
  readonly font: number;
}

/** Of pictures that need no measures of their own. */
export const usualSizes: readonly Size[] = [
  { name: 'wide', width: 660, font: 15 },
  { name: 'narrow', width: 340, font: 13 },
];

/** A picture drawn twice, of which a page shows the one that has room. */
export function Picture<S extends Size>({
  words,
  sizes,
  height,
  caption,
  children,
}: {
  /** What it shows, for those who do not see it. */
  words: string;
  sizes: readonly S[];
  height: (size: S) => number;
  caption: string;
  children: (size: S) => ReactNode;
}) {
  return (
    <figure className={styles.times}>
      {sizes.map((size) => (
        <svg
          key={size.name}
          className={styles[size.name]}
          viewBox={`0 0 ${size.width} ${height(size)}`}
          fontSize={size.font}
          role="img"
        >
          <title>{words}</title>
          {children(size)}
        </svg>
      ))}
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
