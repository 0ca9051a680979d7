import type { Metadata } from 'next';
import { type Lesson, readLessons, readTerms, type Term } from '../_content/course.ts';
import styles from './glossary.module.css';

export const metadata: Metadata = {
  title: 'Glossary',
  description: 'The terms of the course in one or two plain sentences each, and the lesson that introduces each.',
};

const initial = ({ term }: Term) => (term[0] as string).toUpperCase();

/** All terms from A to Z. */
export default function Glossary() {
  const terms = readTerms();
  const lessons = readLessons();
  const sorted = [...terms.values()].toSorted((a, b) => a.term.localeCompare(b.term, 'en', { sensitivity: 'base' }));
  const groups = [...Map.groupBy(sorted, initial)];
  return (
    <div className={`page wide-page ${styles.page}`}>
      <h1>Glossary</h1>
      <p className="deck">
        {terms.size} terms. A lesson explains each of them where it first needs it; here they stand in one place.
      </p>
      <nav className={styles.letters} aria-label="Letters">
        {groups.map(([letter]) => (
          <a key={letter} href={`#letter-${letter.toLowerCase()}`}>
            {letter}
          </a>
        ))}
      </nav>
      {groups.map(([letter, group]) => (
        <section key={letter} className={styles.group} aria-labelledby={`letter-${letter.toLowerCase()}`}>
          <h2 id={`letter-${letter.toLowerCase()}`}>{letter}</h2>
          <dl>
            {group.map((term) => (
              <Entry
                key={term.id}
                term={term}
                others={term.see.flatMap((id) => terms.get(id) ?? [])}
                lesson={lessons.find(({ data }) => data.terms.introduces.includes(term.id))}
              />
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function Entry({ term, others, lesson }: { term: Term; others: readonly Term[]; lesson: Lesson | undefined }) {
  return (
    <div id={term.id}>
      <dt>
        <a href={`#${term.id}`}>{term.term}</a>
      </dt>
      <dd>
        {term.means}
        <span className={styles.more}>
          {lesson && (
            <span>
              Explained in <a href={`/lessons/${lesson.slug}#term-${term.id}`}>{lesson.data.title}</a>
            </span>
          )}
          {others.length > 0 && (
            <span>
              See also{' '}
              {others.map(({ id, term: name }, index) => (
                <span key={id}>
                  {index > 0 && ', '}
                  <a href={`#${id}`}>{name}</a>
                </span>
              ))}
            </span>
          )}
        </span>
      </dd>
    </div>
  );
}
