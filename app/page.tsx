import { readClaims, readLessons } from './_content/course.ts';
import { readExperiment, readRecording } from './_content/experiments.ts';
import { readingMinutes } from './_content/lesson-times.ts';
import { readCourseMap } from './_content/plan.ts';
import { RecordedCurve } from './_content/recorded-run.tsx';
import { outcomeInProse, verdictNotes } from './_content/recorded-words.ts';
import { CourseMap } from './course-map.tsx';
import styles from './home.module.css';

/** What the first screen shows of the course: one claim, the run that tests it, and what came of it. */
const shown = { experiment: 'cores', claim: 'scaling.rust-uses-all-cores' };

export default function Home() {
  const first = readLessons()[0];
  return (
    <>
      <section className={styles.lead}>
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
              <span>{readingMinutes(first)} minutes</span>
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
        <Specimen />
      </section>
      <CourseMap {...readCourseMap()} />
    </>
  );
}

async function Specimen() {
  const experiment = await readExperiment(shown.experiment);
  const recording = readRecording(shown.experiment);
  const claim = readClaims().get(shown.claim);
  const tested = verdictNotes(recording).find((one) => one.claim === shown.claim);
  if (!experiment || !recording || !claim || !tested) return null;
  return (
    <section className={styles.specimen} aria-label="A claim, and the run that tests it">
      <p className={styles.kind}>Often claimed</p>
      <blockquote>{claim.often}</blockquote>
      <div className={styles.figure}>
        <RecordedCurve experiment={experiment} recording={recording} />
      </div>
      <p className={styles.verdict}>
        <strong data-outcome={tested.outcome}>On that machine it {outcomeInProse[tested.outcome]}.</strong>{' '}
        {tested.figure && `${tested.figure}. `}
        {tested.reason}
      </p>
    </section>
  );
}
