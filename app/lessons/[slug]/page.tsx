import { relative } from 'node:path';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { about, count } from '../../../components/charts/format.ts';
import { LessonNotes } from '../../../components/islands/lesson-notes.tsx';
import { readLessons, readTerms } from '../../_content/course.ts';
import { fromRoot } from '../../_content/files.ts';
import { lessonComponents } from '../../_content/lesson-components.tsx';
import { readLessonPage } from '../../_content/lesson-page.ts';
import { readingMinutes, recordedMs } from '../../_content/lesson-times.ts';
import { readCourseMap } from '../../_content/plan.ts';
import { CourseTree } from './course-tree.tsx';
import { headingLinks } from './heading-links.tsx';
import styles from './lesson.module.css';
import { LessonBar } from './lesson-bar.tsx';

interface Props {
  params: Promise<{ slug: string }>;
}

export const dynamicParams = false;

export const generateStaticParams = () => readLessons().map(({ slug }) => ({ slug }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = await readLessonPage((await params).slug);
  return page ? { title: page.lesson.data.title, description: page.lesson.data.question } : {};
}

const toolchainWords = { node: 'Node', cargo: 'Rust', java: 'a JDK', go: 'Go' } as const;

export default async function LessonPage({ params }: Props) {
  const page = await readLessonPage((await params).slug);
  if (!page) notFound();
  const { lesson, Content, headings } = page;
  const { data } = lesson;
  const { parts } = readCourseMap();
  const all = parts.flatMap(({ places }) => places);
  const index = all.findIndex((place) => place.lesson?.slug === lesson.slug);
  const previous = all.slice(0, index).findLast((place) => place.lesson);
  const next = all.slice(index + 1).find((place) => place.lesson);
  const planned = all[index + 1];
  const terms = readTerms();
  const needs = data.needs.toolchains.filter((name) => name !== 'node').map((name) => toolchainWords[name]);
  const introduces = data.terms.introduces.flatMap((id) => terms.get(id) ?? []);
  const places = [...headings, ...(introduces.length > 0 ? [{ id: 'terms', text: 'Terms of this lesson' }] : [])];
  return (
    <div className={styles.lesson}>
      <LessonBar
        part={parts.find(({ number }) => number === data.part)}
        number={all[index]?.number ?? ''}
        previous={previous}
        next={next}
      />
      <nav className={styles.contents} id="contents" popover="auto" aria-label="On this page">
        <p>On this page</p>
        <ol>
          {places.map(({ id, text }) => (
            <li key={id}>
              <a href={`#${id}`} suppressHydrationWarning>
                {text}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <article className={styles.article}>
        <header className={styles.head}>
          <h1>{data.title}</h1>
          <p className={styles.deck}>{data.question}</p>
          <dl className={styles.facts}>
            <Fact name="Reading">{count(readingMinutes(lesson), 'minute')}</Fact>
            <Fact name="Experiments">
              {data.experiments.length}, {about(recordedMs(lesson))} in all on the recorded machine
            </Fact>
            <Fact name="To run it">
              {data.needs.cores} cores{needs.length > 0 && `, ${needs.join(' and ')} for some of the servers`}
            </Fact>
          </dl>
        </header>
        <div className={`prose ${styles.text}`}>
          <Content components={{ ...lessonComponents(lesson), ...headingLinks }} />
          {introduces.length > 0 && (
            <section className={styles.terms} aria-labelledby="terms">
              <h2 id="terms">Terms of this lesson</h2>
              <dl>
                {introduces.map(({ id, term, means }) => (
                  <div key={id}>
                    <dt>
                      <a href={`#term-${id}`}>{term}</a>
                    </dt>
                    <dd>{means}</dd>
                  </div>
                ))}
              </dl>
            </section>
          )}
        </div>
        <div className={styles.text}>
          <LessonNotes lesson={lesson.slug} />
        </div>
        <nav className={styles.turn} aria-label="Lessons" data-lesson-end={lesson.slug}>
          {previous?.lesson && (
            <a href={`/lessons/${previous.lesson.slug}`} rel="prev">
              <small>Before, {previous.number}</small> {previous.title}
            </a>
          )}
          {next?.lesson ? (
            <a href={`/lessons/${next.lesson.slug}`} rel="next">
              <small>Next, {next.number}</small> {next.title}
            </a>
          ) : (
            <a href="/#course">
              <small>{planned ? `Planned next, ${planned.number}: ${planned.title}` : 'This is the last lesson'}</small>{' '}
              The whole course
            </a>
          )}
        </nav>
        <p className={styles.source}>
          Found a mistake? This lesson is <code>{relative(fromRoot(), lesson.file)}</code> in the course’s folder.
        </p>
      </article>
      <CourseTree parts={parts} here={lesson.slug} />
    </div>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
