import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readLessons, readTerms } from '../../_content/course.ts';
import { lessonComponents } from '../../_content/lesson-components.tsx';
import { readLessonPage } from '../../_content/lesson-page.ts';
import { readParts } from '../../_content/plan.ts';
import styles from './lesson.module.css';

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
  const part = readParts().find(({ number }) => number === data.part);
  const lessons = readLessons();
  const place = lessons.findIndex(({ slug }) => slug === lesson.slug);
  const [previous, next] = [lessons[place - 1], lessons[place + 1]];
  const terms = readTerms();
  const needs = data.needs.toolchains.filter((name) => name !== 'node').map((name) => toolchainWords[name]);
  return (
    <div className={styles.lesson}>
      <header className={styles.head}>
        <p className={styles.place}>
          <a href="/#course">
            Part {data.part}, {part?.title}
          </a>{' '}
          <span>
            Lesson {data.part}.{lesson.order}
          </span>
        </p>
        <h1>{data.title}</h1>
        <p className={styles.deck}>{data.question}</p>
        <dl className={styles.facts}>
          <div>
            <dt>Reading</dt>
            <dd>{data.minutes.reading} minutes</dd>
          </div>
          <div>
            <dt>First curve</dt>
            <dd>
              {data.minutes.look < 1 ? `${Math.round(data.minutes.look * 60)} seconds` : `${data.minutes.look} minutes`}
            </dd>
          </div>
          <div>
            <dt>Verdict</dt>
            <dd>{data.minutes.standard} minutes at most</dd>
          </div>
          <div>
            <dt>To run it</dt>
            <dd>
              {data.needs.cores} cores{needs.length > 0 && `, ${needs.join(' and ')} for some of the servers`}
            </dd>
          </div>
        </dl>
      </header>
      <nav className={styles.contents} aria-label="In this lesson">
        <ol>
          {headings.map(({ id, text }) => (
            <li key={id}>
              <a href={`#${id}`}>{text}</a>
            </li>
          ))}
        </ol>
      </nav>
      <article className={`prose ${styles.text}`}>
        <Content components={lessonComponents(lesson)} />
        {data.terms.introduces.length > 0 && (
          <section className={styles.terms} aria-labelledby="terms">
            <h2 id="terms">Terms of this lesson</h2>
            <dl>
              {data.terms.introduces.map((id) => {
                const term = terms.get(id);
                return (
                  term && (
                    <div key={id}>
                      <dt>
                        <a href={`#term-${id}`}>{term.term}</a>
                      </dt>
                      <dd>{term.means}</dd>
                    </div>
                  )
                );
              })}
            </dl>
          </section>
        )}
        <nav className={styles.turn} aria-label="Lessons" data-lesson-end={lesson.slug}>
          {previous ? (
            <a href={`/lessons/${previous.slug}`} rel="prev">
              <small>Before</small> {previous.data.title}
            </a>
          ) : (
            <span />
          )}
          {next ? (
            <a href={`/lessons/${next.slug}`} rel="next">
              <small>Next</small> {next.data.title}
            </a>
          ) : (
            <a href="/#course">
              <small>This is the last lesson so far</small> The course
            </a>
          )}
        </nav>
      </article>
    </div>
  );
}
