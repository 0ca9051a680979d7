import type { Metadata } from 'next';
import { list } from '../../components/charts/format.ts';
import { type Entry, type Filter, FilteredList } from '../../components/islands/filtered-list.tsx';
import { metrics } from '../../protocol/metrics.ts';
import { variantsOf } from '../_content/experiment-facts.ts';
import { readExperiments } from '../_content/experiments.ts';
import { isServer, languageName } from '../_content/variant-words.ts';
import { readVariant, subjectIds, type Variant, variantIds } from '../_content/variants.ts';
import styles from './variants.module.css';

export const metadata: Metadata = {
  title: 'Servers and programs',
  description: 'Every server and program that the course measures: its one idea, its source, and what it promises.',
};

/** Everything under test: servers first, then programs that are none. */
export default async function Variants() {
  const experiments = await readExperiments();
  const used = new Map(
    [...variantIds(), ...subjectIds()].map((id) => [
      id,
      experiments.filter((one) => variantsOf(one).includes(id)).length,
    ]),
  );
  const entries = (ids: readonly string[]): Entry[] =>
    ids.flatMap((id) => readVariant(id) ?? []).map((variant) => entryOf(variant, used.get(variant.id) ?? 0));
  const servers = entries(variantIds());
  const programs = entries(subjectIds());
  return (
    <div className={`page wide-page ${styles.page}`}>
      <h1>Servers and programs</h1>
      <p className="deck">
        What the experiments measure. Each server shows one idea; all of them answer the same requests with the same
        bytes, so that a difference comes from how they run. You can <a href="/add-a-server">add your own</a>.
      </p>
      <FilteredList
        noun="entry"
        nouns="entries"
        filters={filtersFor([...servers, ...programs])}
        groups={[
          { title: 'Servers', entries: servers },
          { title: 'Programs that run to their end', entries: programs },
        ]}
      />
    </div>
  );
}

function filtersFor(entries: readonly Entry[]): Filter[] {
  const has = (name: string) => [...new Set(entries.flatMap(({ values }) => values[name] ?? []))].sort();
  return [
    {
      name: 'language',
      label: 'Language',
      options: has('language').map((value) => ({ value, name: languageName[value as keyof typeof languageName] })),
    },
    { name: 'route', label: 'Answers', options: has('route').map((value) => ({ value, name: value })) },
  ];
}

function entryOf(variant: Variant, used: number): Entry {
  const { id, manifest } = variant;
  const routes = isServer(variant) ? variant.manifest.routes : [];
  return {
    id,
    values: { language: [manifest.language], route: routes },
    card: (
      <article className={styles.card} aria-labelledby={id}>
        <h3 id={id} className="lang" data-lang={manifest.language}>
          <a href={`/variants/${id}`}>{id}</a>
        </h3>
        <div>
          <p>{manifest.summary}</p>
          <p className={styles.small}>
            {'metrics' in manifest
              ? `Says ${list(manifest.metrics.map((name) => metrics[name].label.toLowerCase()))}`
              : manifest.routes.map((route) => (
                  <span key={route} className={styles.route}>
                    {route}
                  </span>
                ))}
          </p>
        </div>
        <p className={styles.small}>
          {used === 0 ? 'In no experiment yet' : `In ${used} ${used === 1 ? 'experiment' : 'experiments'}`}
        </p>
      </article>
    ),
  };
}
