import type { Metadata } from 'next';
import { Machine } from '../../components/islands/machine.tsx';
import { readExperiments } from '../_content/experiments.ts';
import styles from './machine.module.css';

export const metadata: Metadata = {
  title: 'This machine',
  description: 'What this machine can run live, how well it can measure, and what would add to it.',
};

/** What the reader's host can do; from plain files, how to find out. */
export default async function MachinePage() {
  return (
    <div className="page wide-page">
      <h1>This machine</h1>
      <Machine experiments={await readExperiments()}>
        <div className={styles.without}>
          <p>
            Without a sandbox this page cannot look at your machine. The course reads without one, with recorded runs.
            Two commands in a copy of the course make it live:
          </p>
          <dl>
            <div>
              <dt>
                <code>npm run doctor</code>
              </dt>
              <dd>tries out what this machine can do, and names what is missing</dd>
            </div>
            <div>
              <dt>
                <code>npm start</code>
              </dt>
              <dd>starts the sandbox and prints a link; then this page is about your machine</dd>
            </div>
          </dl>
          <p>It then shows:</p>
          <ul>
            <li>which experiments run live on it, and which only as recordings, with the reason;</li>
            <li>its cores, and whether they slow each other down;</li>
            <li>the smallest difference that it can show, its noise floor;</li>
            <li>what stands between the servers and your files, and what they may use;</li>
            <li>which compilers and services are there, and the command for each that is not;</li>
            <li>how far the servers are built, and whether each of them keeps the contract.</li>
          </ul>
        </div>
      </Machine>
    </div>
  );
}
