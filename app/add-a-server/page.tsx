import type { Metadata } from 'next';
import type { ComponentProps } from 'react';
import { ScrollBox } from '../../components/ui/scroll-box.tsx';
import { readMarkdown } from '../_content/markdown.ts';
import { variantIds } from '../_content/variants.ts';
import styles from './add-a-server.module.css';

export const metadata: Metadata = {
  title: 'Add a server',
  description: 'What every server under test promises, and how to add your own in a quarter of an hour.',
};

/** What is too wide scrolls within itself, also by keyboard. */
const Table = (props: ComponentProps<'table'>) => (
  <ScrollBox className={styles.scroll} label="Table, may scroll sideways">
    <table {...props} />
  </ScrollBox>
);
// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
const Pre = (props: ComponentProps<'pre'>) => <pre className={styles.scroll} tabIndex={0} {...props} />;

/** The contract as it stands beside the servers: one text for those who read the code and those who read the site. */
export default async function AddAServer() {
  const Contract = await readMarkdown('sandbox-server/variants/CONTRACT.md');
  return (
    <div className={`page prose ${styles.page}`}>
      <Contract components={{ table: Table, pre: Pre }} />
      <h2>Servers that are here already</h2>
      <ul className={styles.servers}>
        {variantIds().map((id) => (
          <li key={id}>
            <code>{id}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}
