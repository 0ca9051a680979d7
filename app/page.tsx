import { type Lesson, readLessons } from './_content/course.ts';
import { readExperiment, readRecording } from './_content/experiments.ts';
import { readParts } from './_content/plan.ts';
import { RecordedCurve } from './_content/recorded-run.tsx';
import styles from './home.module.css';

const shown = 'cores';

/** What this is, on one screen; below it the course as far as it exists. */
export default async function Home() {
  const lessons = readLessons();
  const experiment = await readExperiment(shown);
  const recording = readRecording(shown);
  const first = lessons[0];
  return (
    <>
      <section className={styles.lead} data-figure={recording ? '' : undefined}>
        <div>
          <h1>
            A course on scaling
            <br />
            that you can measure
          </h1>
          <p className={styles.deck}>
            Articles make large claims about Node, Rust and Java, about event loops, threads and cores. Here you test
            each claim. Real servers start on your own machine, a load tool drives them, and the verdict says how sure
            it is.
          </p>
          {first && (
            <p className={styles.go}>
              <a href={`/lessons/${first.slug}`} className="button">
                Read “{first.data.title}”
              </a>
              <span>{first.data.minutes.reading} minutes</span>
            </p>
          )}
          <ol className={styles.way}>
            <li>
              <strong>Predict.</strong> Draw the curve you expect, before any theory.
            </li>
            <li>
              <strong>Run.</strong> Measure it on your cores, or read the recorded run.
            </li>
            <li>
              <strong>Explain.</strong> Compare the two, and read why.
            </li>
            <li>
              <strong>Decide.</strong> The claim holds here, does not hold here, or cannot be told on this machine.
            </li>
          </ol>
        </div>
        {experiment && recording && (
          <div className={styles.figure}>
            <RecordedCurve experiment={experiment} recording={recording} />
          </div>
        )}
      </section>
      <CourseMap lessons={lessons} />
    </>
  );
}

function CourseMap({ lessons }: { lessons: readonly Lesson[] }) {
  const parts = readParts();
  const of = (number: number) => lessons.filter((lesson) => lesson.data.part === number);
  const ready = parts.filter((part) => of(part.number).length > 0);
  const planned = parts.filter((part) => of(part.number).length === 0);
  return (
    <section className={styles.course} id="course" aria-labelledby="course-title">
      <h2 id="course-title">The course</h2>
      {ready.map((part) => (
        <section key={part.number} className={styles.part} aria-labelledby={`part-${part.number}`}>
          <h3 id={`part-${part.number}`}>
            <span>Part {part.number}</span> {part.title}
          </h3>
          <ul>
            {of(part.number).map(({ slug, data, order }) => (
              <li key={slug}>
                <a href={`/lessons/${slug}`} data-lesson={slug}>
                  <span className={styles.number}>
                    {part.number}.{order}
                  </span>
                  <strong>{data.title}</strong>
                  <em>{data.question}</em>
                  <small>
                    {data.minutes.reading} minutes to read, up to {data.minutes.standard} to a verdict
                  </small>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {planned.length > 0 && (
        <section className={styles.planned} aria-labelledby="planned">
          <h3 id="planned">Planned, not written yet</h3>
          <ul>
            {planned.map((part) => (
              <li key={part.number}>
                <span>{part.title}</span> {part.about}.
              </li>
            ))}
          </ul>
        </section>
      )}
    </section>
  );
}
