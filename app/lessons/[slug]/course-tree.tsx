import type { CourseMap } from '../../_content/plan.ts';
import styles from './course-tree.module.css';

/** All parts and lessons: a column where there is room for one, else a drawer. The part of this lesson is open. */
export function CourseTree({ parts, here }: { parts: CourseMap['parts']; here: string }) {
  return (
    <nav className={styles.tree} id="tree" popover="auto" aria-label="Lessons of the course">
      <p className={styles.title}>
        <a href="/#course">The course</a>
        <button type="button" popoverTarget="tree" popoverTargetAction="hide">
          Close
        </button>
      </p>
      {parts.map(({ number, title, places }) => (
        <details key={number} open={places.some(({ lesson }) => lesson?.slug === here)}>
          <summary>
            <span className={styles.number}>{number}</span> {title}
          </summary>
          <ol>
            {places.map((place) => (
              <li key={place.number}>
                <span className={styles.number}>{place.number}</span>
                {place.lesson ? (
                  <a
                    href={`/lessons/${place.lesson.slug}`}
                    data-lesson={place.lesson.slug}
                    aria-current={place.lesson.slug === here ? 'page' : undefined}
                    suppressHydrationWarning
                  >
                    {place.title}
                  </a>
                ) : (
                  <span>
                    {place.title} <small>planned</small>
                  </span>
                )}
              </li>
            ))}
          </ol>
        </details>
      ))}
    </nav>
  );
}
