import type { ComponentProps } from 'react';
import styles from './lesson.module.css';

/** Headings of a lesson lead to themselves, so that their address can be copied. */
export const headingLinks = {
  h2: ({ id, children }: ComponentProps<'h2'>) => (
    <h2 id={id}>
      <a className={styles.anchor} href={`#${id}`}>
        {children}
      </a>
    </h2>
  ),
  h3: ({ id, children }: ComponentProps<'h3'>) => (
    <h3 id={id}>
      <a className={styles.anchor} href={`#${id}`}>
        {children}
      </a>
    </h3>
  ),
};
