import { about } from '../components/charts/format.ts';
import { readingMinutes, recordedMs } from './_content/lesson-times.ts';
import type { CourseMap as Course, Place } from './_content/plan.ts';
import styles from './course-map.module.css';

/** The whole course on one page: what is written, what is planned, what is enough, and ways through. */
export function CourseMap({ parts, paths }: Course) {
  const all = parts.flatMap(({ places }) => places);
  return (
    <section className={styles.course} id="course" aria-labelledby="course-title">
      <header className={styles.head}>
        <h2 id="course-title">The course</h2>
        <p>
          {all.length} lessons in {parts.length} parts. {writtenWords(all)} The others are planned, and stand here with
          the question that each will answer. <Star /> marks the spine: {all.filter(({ spine }) => spine).length}{' '}
          lessons that make a whole on their own. <a href="#paths">Ways through</a>
        </p>
      </header>
      <ol className={styles.overview} aria-label="Parts">
        {parts.map(({ number, title, places }) => (
          <li key={number}>
            <a href={`#part-${number}`}>
              <span className={styles.marks} aria-hidden="true">
                {places.map((place) => (
                  <Mark key={place.number} place={place} />
                ))}
              </span>
              <span className={styles.partNumber}>{number}</span> {title}
            </a>
          </li>
        ))}
      </ol>
      {parts.map(({ number, title, about, places }) => (
        <section key={number} className={styles.part} id={`part-${number}`} aria-labelledby={`part-${number}-title`}>
          <header>
            <p className={styles.partNumber}>Part {number}</p>
            <h3 id={`part-${number}-title`}>{title}</h3>
            <p>{about}.</p>
          </header>
          <ol>
            {places.map((place) => (
              <li key={place.number}>
                <Row place={place} />
              </li>
            ))}
          </ol>
        </section>
      ))}
      <section className={styles.paths} id="paths" aria-labelledby="paths-title">
        <h3 id="paths-title">Ways through</h3>
        <p>They can be walked as far as their lessons are written.</p>
        <ul>
          {paths.map(({ title, about, places, onStage }) => (
            <li key={title}>
              <h4>{onStage ? <a href={`/paths/${onStage.slug}`}>{title}</a> : title}</h4>
              <p>{about}</p>
              <details>
                <summary>
                  {places.length} lessons, {written(places).length || 'none'} of them written
                </summary>
                <ol>
                  {places.map((place) => (
                    <li key={place.number}>
                      <span className={styles.number}>{place.number}</span> <Title place={place} />
                    </li>
                  ))}
                </ol>
              </details>
            </li>
          ))}
        </ul>
      </section>
    </section>
  );
}

const written = (places: readonly Place[]) => places.filter(({ lesson }) => lesson);

function writtenWords(places: readonly Place[]): string {
  const { length } = written(places);
  return length === 1 ? 'One is written so far.' : `${length} are written so far.`;
}

function Row({ place: { number, title, question, spine, lesson } }: { place: Place }) {
  const inside = (
    <>
      <span className={styles.number}>
        {number}
        {spine && <Star />}
      </span>
      <strong>
        {title} {!lesson && <small>planned</small>}
      </strong>
      <em>{question}</em>
      {lesson && (
        <small>
          {readingMinutes(lesson)} min to read, {about(recordedMs(lesson))} to measure
        </small>
      )}
    </>
  );
  return lesson ? (
    <a className={styles.row} href={`/lessons/${lesson.slug}`} data-lesson={lesson.slug} suppressHydrationWarning>
      {inside}
    </a>
  ) : (
    <div className={styles.row}>{inside}</div>
  );
}

function Title({ place: { title, lesson } }: { place: Place }) {
  if (!lesson)
    return (
      <span className={styles.planned}>
        {title} <small>planned</small>
      </span>
    );
  return (
    <a href={`/lessons/${lesson.slug}`} data-lesson={lesson.slug} suppressHydrationWarning>
      {title}
    </a>
  );
}

/** Disc or star, full once the lesson is written. */
function Mark({ place: { spine, lesson } }: { place: Place }) {
  return (
    <i
      data-spine={spine ? '' : undefined}
      data-written={lesson ? '' : undefined}
      data-lesson={lesson?.slug}
      suppressHydrationWarning
    />
  );
}

const Star = () => (
  <svg className={styles.star} viewBox="0 0 20 20" role="img" aria-label="part of the spine">
    <path d="m10 1.6 2.6 5.6 6.1.7-4.5 4.2 1.2 6L10 15.1l-5.4 3 1.2-6L1.3 7.9l6.1-.7Z" />
  </svg>
);
