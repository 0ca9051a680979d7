import type { CourseMap, Place } from '../../_content/plan.ts';
import styles from './course-tree.module.css';

/**
 * All parts, and the lessons of this one: a column where there is room for it, else a drawer. The lessons of the other
 * parts are a step away, on the map; here they would weigh on every page.
 */
export function CourseTree({ parts, here }: { parts: CourseMap['parts']; here: string }) {
  return (
    <nav className={styles.tree} id="tree" popover="auto" aria-label="Lessons of the course">
      <p className={styles.title}>
        <a href="/#course">The course</a>
        <button type="button" popoverTarget="tree" popoverTargetAction="hide">
          Close
        </button>
      </p>
      {parts.map(({ number, title, places }) =>
        places.some(({ lesson }) => lesson?.slug === here) ? (
          <section key={number} aria-label={`Part ${number}, ${title}`}>
            <p className={styles.part}>
              <span className={styles.number}>{number}</span> <strong>{title}</strong>
            </p>
            <ol>
              {places.map((place) => (
                <li key={place.number}>
                  <span className={styles.number}>{place.number}</span> <Entry place={place} here={here} />
                </li>
              ))}
            </ol>
          </section>
        ) : (
          <a key={number} className={styles.part} href={`/#part-${number}`}>
            <span className={styles.number}>{number}</span> {title}
          </a>
        ),
      )}
    </nav>
  );
}

function Entry({ place: { title, lesson }, here }: { place: Place; here: string }) {
  if (!lesson)
    return (
      <span>
        {title} <small>planned</small>
      </span>
    );
  return (
    <a
      href={`/lessons/${lesson.slug}`}
      data-lesson={lesson.slug}
      aria-current={lesson.slug === here ? 'page' : undefined}
      suppressHydrationWarning
    >
      {title}
    </a>
  );
}
