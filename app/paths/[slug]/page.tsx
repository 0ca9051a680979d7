import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readRecording } from '../../_content/experiments.ts';
import { type Place, readCourseMap, type StageStep } from '../../_content/plan.ts';
import { lookSeconds, whereOf } from '../../_content/recorded-words.ts';

interface Props {
  params: Promise<{ slug: string }>;
}

export const dynamicParams = false;

const staged = () =>
  readCourseMap().paths.flatMap(({ title, about, onStage }) => (onStage ? [{ title, about, ...onStage }] : []));
const pathOf = async ({ params }: Props) => {
  const { slug } = await params;
  return staged().find((path) => path.slug === slug);
};

export const generateStaticParams = () => staged().map(({ slug }) => ({ slug }));

export async function generateMetadata(props: Props): Promise<Metadata> {
  const path = await pathOf(props);
  return path ? { title: path.title, description: path.about } : {};
}

/** A path for whoever stands before an audience: what to do, for how long, and how long the runs themselves take. */
export default async function PathPage(props: Props) {
  const path = await pathOf(props);
  if (!path) notFound();
  const { steps } = path;
  const planned = steps.reduce((sum, { minutes }) => sum + minutes, 0);
  const [recording] = steps
    .flatMap(({ place }) => place?.lesson?.data.experiments ?? [])
    .flatMap((id) => readRecording(id) ?? []);
  return (
    <div className="page wide-page">
      <p>
        <a href="/#paths">Ways through</a>
      </p>
      <h1>{path.title}</h1>
      <p className="deck">{path.about}</p>
      <div className="scroll">
        <table className="facts-table">
          <thead>
            <tr>
              <th scope="col">Minutes</th>
              <th scope="col">Lesson</th>
              <th scope="col">On the stage</th>
              <th scope="col">Its looks run for</th>
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <Row key={step.what} step={step} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{planned}</th>
              <td colSpan={3}>minutes planned</td>
            </tr>
          </tfoot>
        </table>
      </div>
      <div className="prose">
        <p>
          The last column is measured: the time that a look at each experiment of the lesson took when it was recorded
          {recording ? ` (${whereOf(recording)})` : ''}. The building of the servers is not in it.
        </p>
        <h2>Two days before</h2>
        <p>
          Start the course on the machine of the stage and open <a href="/machine">Your machine</a>. Wait until all
          servers are built, and run each experiment of the path once. What does not run there has its recording on the
          same chart, and says so.
        </p>
        <h2>On the day</h2>
        <p>
          Press <kbd>g</kbd> and then <kbd>v</kbd> for large type. Choose <em>Look</em> everywhere: it draws the curve
          and decides nothing. Start a <em>Standard</em> run before you explain, and its verdict is there when you have.
          If something comes out otherwise than you thought, say first that we believe the machine. Each lesson ends
          with notes for teaching: the vote, the number to point at, and what to cut.
        </p>
      </div>
    </div>
  );
}

function Row({ step: { minutes, what, place } }: { step: StageStep }) {
  return (
    <tr>
      <td>{minutes}</td>
      <td>{place ? <Lesson place={place} /> : null}</td>
      <td>{what}</td>
      <td>{place?.lesson ? looks(place.lesson.data.experiments) : null}</td>
    </tr>
  );
}

function Lesson({ place: { number, title, lesson } }: { place: Place }) {
  return (
    <>
      {number} {lesson ? <a href={`/lessons/${lesson.slug}`}>{title}</a> : `${title} (planned)`}
    </>
  );
}

/** Seconds of each recorded look, in the order of the lesson. */
function looks(experiments: readonly string[]): string {
  const seconds = experiments.flatMap((id) => lookSeconds(readRecording(id)) ?? []);
  return seconds.length === 0 ? '' : `${seconds.map((one) => Math.round(one)).join(' + ')} s`;
}
