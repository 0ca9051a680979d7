import type { Metadata } from 'next';
import { type Entry, type Filter, FilteredList } from '../../components/islands/filtered-list.tsx';
import { Here } from '../../components/islands/here.tsx';
import type { Experiment } from '../../protocol/experiment.ts';
import { assumedMachine, claimsOf, leastCores, variantsOf } from '../_content/experiment-facts.ts';
import { readExperiments, readRecording } from '../_content/experiments.ts';
import { whereOf } from '../_content/recorded-words.ts';
import { sweptWords } from '../_content/spec-words.ts';
import styles from './experiments.module.css';

export const metadata: Metadata = {
  title: 'Experiments',
  description:
    'Every experiment of the course: what it asks, what it changes, which claims it tests, and where it runs.',
};

/** All experiments, with or without a lesson around them. */
export default async function Experiments() {
  const all = await readExperiments();
  const filters = filtersFor(all);
  return (
    <div className={`page wide-page ${styles.page}`}>
      <h1>Experiments</h1>
      <p className="deck">
        Each one starts real programs and measures them. With a sandbox it runs on your own cores; without one its
        recorded run is here, if it has been recorded. <a href="/machine">What your machine can run</a>
      </p>
      <FilteredList
        noun="experiment"
        nouns="experiments"
        filters={filters}
        groups={[{ entries: all.map((one) => entryOf(one, filters)) }]}
      />
    </div>
  );
}

function filtersFor(all: readonly Experiment[]): Filter[] {
  const claims = new Map(all.flatMap(claimsOf).map(({ claim }) => [claim.id, claim.often]));
  const variants = [...new Set(all.flatMap(variantsOf))].sort();
  const cores = [...new Set(all.map(leastCores))].sort((a, b) => a - b);
  return [
    {
      name: 'claim',
      label: 'Claim',
      options: [...claims]
        .map(([value, name]) => ({ value, name }))
        .toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
    },
    { name: 'measures', label: 'Measures', options: variants.map((id) => ({ value: id, name: id })) },
    {
      name: 'cores',
      label: 'Runs on',
      options: cores.map((count) => ({ value: String(count), name: `${count} cores` })),
    },
    {
      name: 'recorded',
      label: 'Recorded',
      options: [
        { value: 'yes', name: 'yes' },
        { value: 'no', name: 'not yet' },
      ],
    },
  ];
}

function entryOf(experiment: Experiment, filters: readonly Filter[]): Entry {
  const enough = filters
    .find(({ name }) => name === 'cores')
    ?.options.filter(({ value }) => Number(value) >= leastCores(experiment));
  return {
    id: experiment.id,
    values: {
      claim: claimsOf(experiment).map(({ claim }) => claim.id),
      measures: variantsOf(experiment),
      cores: (enough ?? []).map(({ value }) => value),
      recorded: [readRecording(experiment.id) ? 'yes' : 'no'],
    },
    card: <Card experiment={experiment} />,
  };
}

function Card({ experiment }: { experiment: Experiment }) {
  const { id, title, question } = experiment;
  const recording = readRecording(id);
  const claims = claimsOf(experiment);
  return (
    <article className={styles.card} aria-labelledby={id}>
      <div className={styles.what}>
        <h2 id={id}>
          <a href={`/experiments/${id}`}>{title}</a>
        </h2>
        <p className={styles.question}>{question}</p>
        <dl>
          <div>
            <dt>Changes</dt>
            <dd>{sweptWords(experiment)}</dd>
          </div>
          <div>
            <dt>Measures</dt>
            <dd>
              {variantsOf(experiment).map((variant) => (
                <a key={variant} className={styles.variant} href={`/variants/${variant}`}>
                  {variant}
                </a>
              ))}
            </dd>
          </div>
          {claims.length > 0 && (
            <div>
              <dt>Tests</dt>
              <dd>
                <ul>
                  {claims.map(({ claim, status }) => (
                    <li key={claim.id}>
                      <a href={`/ledger#${claim.id}`}>“{claim.often}”</a>{' '}
                      <small>{status === 'settled' ? 'settled here' : 'first evidence'}</small>
                    </li>
                  ))}
                </ul>
              </dd>
            </div>
          )}
        </dl>
      </div>
      <div className={styles.where}>
        <p className={styles.recorded}>{recording ? `Recorded on ${whereOf(recording)}` : 'Not recorded yet'}</p>
        <Here experiment={experiment} assumed={assumedMachine(experiment, recording)} />
        <p>At least {leastCores(experiment)} cores</p>
      </div>
    </article>
  );
}
