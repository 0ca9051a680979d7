import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { list } from '../../../components/charts/format.ts';
import { DENIAL } from '../../../components/charts/verdict-words.ts';
import { Here } from '../../../components/islands/here.tsx';
import { Words } from '../../../components/islands/words.tsx';
import { SourceBlock, WarnList } from '../../../components/prose/pieces.tsx';
import type { Experiment, Question } from '../../../protocol/experiment.ts';
import { metrics } from '../../../protocol/metrics.ts';
import { readClaims } from '../../_content/course.ts';
import { assumedMachine, leastCores, lessonsWith, variantsOf } from '../../_content/experiment-facts.ts';
import { experimentIds, readExperiment, readRecording } from '../../_content/experiments.ts';
import { RecordedExperiment } from '../../_content/recorded-run.tsx';
import { ownRegions, sourceRegion } from '../../_content/source-files.ts';
import { askedWords, loadWords, placeWords, ruleWords, setKnobs, sweptWords } from '../../_content/spec-words.ts';
import { readVariant, type Variant } from '../../_content/variants.ts';
import styles from '../experiments.module.css';

interface Props {
  params: Promise<{ id: string }>;
}

/** Beyond this a page would be all source: each has a page of its own. */
const MOST_SOURCES = 8;

export const dynamicParams = false;

export const generateStaticParams = () => experimentIds().map((id) => ({ id }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const experiment = await readExperiment((await params).id);
  return experiment ? { title: experiment.title, description: experiment.question } : {};
}

/** One experiment without a lesson around it. */
export default async function ExperimentPage({ params }: Props) {
  const experiment = await readExperiment((await params).id);
  if (!experiment) notFound();
  const { id, title, question, questions, willNotShowWhen } = experiment;
  const recording = readRecording(id);
  const lessons = lessonsWith(experiment);
  const variants = variantsOf(experiment).flatMap((variant) => readVariant(variant) ?? []);
  return (
    <div className={`page wide-page ${styles.one}`}>
      <p>
        <a href="/experiments">Experiments</a>
      </p>
      <h1>{title}</h1>
      <p className="deck">{question}</p>
      <dl className={styles.facts}>
        <div>
          <dt>Changes</dt>
          <dd>{sweptWords(experiment)}</dd>
        </div>
        <div>
          <dt>Cores</dt>
          <dd>at least {leastCores(experiment)}</dd>
        </div>
        {lessons.length > 0 && (
          <div>
            <dt>Lesson</dt>
            <dd>
              {lessons.map(({ slug, data }) => (
                <a key={slug} href={`/lessons/${slug}`}>
                  {data.title}
                </a>
              ))}
            </dd>
          </div>
        )}
        <div data-live>
          <dt>Where</dt>
          <dd>
            <Here experiment={experiment} assumed={assumedMachine(experiment, recording)} />
          </dd>
        </div>
      </dl>

      <h2 id="run">The run</h2>
      <RecordedExperiment experiment={experiment} recording={recording} />

      <h2 id="measured">What is measured</h2>
      <p>
        <Words text={loadWords(experiment)} /> From point to point it changes {sweptWords(experiment)}.
        {experiment.probes && ' The runtimes’ inner probes are on; they cost some speed.'}
      </p>
      <Series experiment={experiment} />

      {questions.length > 0 && (
        <>
          <h2 id="rules">What decides</h2>
          <ul className={styles.rules}>
            {questions.map((one) => (
              <Rule key={`${one.claim} ${one.sentence}`} experiment={experiment} question={one} />
            ))}
          </ul>
        </>
      )}

      <h2 id="will-not-show">What it will not show</h2>
      <WarnList items={willNotShowWhen} />

      <h2 id="source">The code that runs</h2>
      {variants.length > MOST_SOURCES ? (
        <ul>
          {variants.map(({ id, manifest }) => (
            <li key={id}>
              <a href={`/variants/${id}`}>{manifest.title}</a>
            </li>
          ))}
        </ul>
      ) : (
        variants.map((variant) => <Source key={variant.id} variant={variant} />)
      )}
    </div>
  );
}

/** What each line of the chart is, where its name does not say it all. */
function Series({ experiment: { series } }: { experiment: Experiment }) {
  return (
    <ul>
      {series.map(({ id, label, variant, connections, path, knobs, load }) => {
        const own = [
          ...(connections ? [`${connections} ${connections === 1 ? 'connection' : 'connections'}`] : []),
          ...(path ? [`\`${path}\``] : []),
          ...setKnobs(knobs),
        ];
        return (
          <li key={id}>
            <strong>{label}</strong>
            {label === variant && own.length === 0 ? null : ': '}
            {label !== variant && (
              <a href={`/variants/${variant}`}>
                <code>{variant}</code>
              </a>
            )}
            {own.length > 0 && (
              <>
                {label !== variant && ' with '}
                <Words text={list(own)} />
              </>
            )}
            {load && (
              <>
                . <Words text={askedWords(load)} />
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Rule({ experiment, question }: { experiment: Experiment; question: Question }) {
  const { claim, metric, of, against, and, sentence, denies, status } = question;
  const often = readClaims().get(claim)?.often ?? claim;
  return (
    <li>
      <p>
        <strong>{sentence}</strong>
      </p>
      <p>
        {metrics[metric].label}: {placeWords(experiment, of)}
        {against && <>, over {placeWords(experiment, against)}</>}
        {and && <>, and {placeWords(experiment, and)}</>}. It {ruleWords(question)}.
      </p>
      <p className={styles.claim}>
        {status === 'settled' ? 'Settles' : 'First evidence on'} <a href={`/ledger#${claim}`}>“{often}”</a>
        {denies && <>. {DENIAL}</>}
      </p>
    </li>
  );
}

async function Source({ variant }: { variant: Variant }) {
  const { id, manifest } = variant;
  const blocks = await Promise.all(ownRegions(variant).map(({ file, name }) => sourceRegion(variant, file, name)));
  return (
    <section aria-labelledby={`source-${id.replace('/', '-')}`}>
      <div className={styles.source}>
        <h3 id={`source-${id.replace('/', '-')}`}>{manifest.title}</h3>
        <a href={`/variants/${id}`}>all of its source</a>
      </div>
      <p className="deck">{manifest.summary}</p>
      {blocks.map((block) => (
        <SourceBlock key={`${block.path}:${block.firstLine}`} {...block} folded />
      ))}
    </section>
  );
}
