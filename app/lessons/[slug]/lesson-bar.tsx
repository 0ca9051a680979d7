import type { CourseMap, Place } from '../../_content/plan.ts';
import styles from './lesson-bar.module.css';

interface Props {
  part: CourseMap['parts'][number] | undefined;
  number: string;
  previous: Place | undefined;
  next: Place | undefined;
}

/** Where this lesson stands, the lessons beside it, and the two drawers of small windows, which need no script. */
export function LessonBar({ part, number, previous, next }: Props) {
  return (
    <div className={styles.bar}>
      <button type="button" className={styles.lessons} popoverTarget="tree">
        <Picture lines="M3 5h2M8 5h9M3 10h2M8 10h9M3 15h2M8 15h9" />
        Lessons
      </button>
      <nav className={styles.path} aria-label="Breadcrumb">
        <ol>
          <li>
            <a href="/#course">Course</a>
          </li>
          {part && (
            <li>
              <a href={`/#part-${part.number}`}>
                Part {part.number}, {part.title}
              </a>
            </li>
          )}
          <li aria-current="page">Lesson {number}</li>
        </ol>
      </nav>
      <button type="button" className={styles.onPage} popoverTarget="contents">
        On this page
      </button>
      <Turn place={previous} rel="prev" word="Before" picture="M12.5 4 6.5 10l6 6" />
      <Turn place={next} rel="next" word="Next" picture="m7.5 4 6 6-6 6" />
    </div>
  );
}

function Turn({ place, rel, word, picture }: { place: Place | undefined; rel: string; word: string; picture: string }) {
  if (!place?.lesson) return null;
  const name = `${word}: ${place.number}, ${place.title}`;
  return (
    <a className={styles.turn} href={`/lessons/${place.lesson.slug}`} rel={rel} aria-label={name} title={name}>
      <Picture lines={picture} />
    </a>
  );
}

const Picture = ({ lines }: { lines: string }) => (
  <svg viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5">
    <path d={lines} strokeLinecap="round" strokeLinejoin="round" />
  </svg>
);
