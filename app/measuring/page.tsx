import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { limiterName, limiterText } from '../../components/charts/limiter-words.ts';
import { RequestTimes } from '../../components/prose/request-times.tsx';
import { type Flag, flagTable, type Limiter, limiterSchema } from '../../protocol/result.ts';
import { readLessons } from '../_content/course.ts';
import { readCourseMap } from '../_content/plan.ts';
import { flagCauses, limiterCauses, shownIn } from './causes.ts';
import styles from './measuring.module.css';

export const metadata: Metadata = {
  title: 'How Loadstone measures',
  description: 'What the numbers mean, how a verdict comes about, and what each doubt says.',
};

const flags = Object.keys(flagTable) as Flag[];
const effectWords = {
  invalid: 'No verdict is built on it',
  atLeast: 'Read as “at least”',
  warn: 'Said beside the number',
};

const parts = [
  ['load', 'What the load tool records'],
  ['percentiles', 'Percentiles'],
  ['cores', 'Shared and separate cores'],
  ['block', 'How a block runs'],
  ['steady', 'Warm-up and steadiness'],
  ['noise-floor', 'The noise floor'],
  ['verdicts', 'When a sentence holds'],
  ['tiers', 'Look, quick, standard, careful'],
  ['flags', 'What each doubt means'],
  ['limits', 'What the limit was'],
  ['sources', 'Sources'],
] as const;

/** One page for every "Why?" beside a number: short sections that results link to. */
export default function Measuring() {
  return (
    <div className={`page prose ${styles.measuring}`}>
      <h1>How Loadstone measures</h1>
      <p>
        Every number in this course comes from a run: a server under test, a load tool that asks it, and a sampler that
        watches both. This page says what the numbers mean and when they deserve no trust.
      </p>
      <nav aria-label="On this page">
        <ul className={styles.contents}>
          {parts.map(([id, title]) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>

      <Part id="load">
        <p>
          Under an <strong>open load</strong> requests come at a set rate, whether or not the server keeps up. The load
          tool computes beforehand when each is due, and records when it was <em>planned</em>, <em>noticed</em> as due,{' '}
          <em>sent</em>, and <em>answered</em> to the last byte.
        </p>
        <RequestTimes />
        <p>
          <strong>Lag</strong> is the load tool’s own delay. <strong>Wait</strong> is the time without a free{' '}
          <Term id="connection">connection</Term>, the queue in front of the server. <strong>Service time</strong> runs
          from sending to the last byte. <strong>Response time</strong> is the sum: what a user would have felt. A
          request that has to wait keeps its planned moment, so a stall counts for everybody who came meanwhile.
        </p>
        <p>
          Under a <Term id="closed-load">closed load</Term> each connection sends its next request when the last answer
          has come. A slow server is then asked less often, and nothing was planned, so such a chart shows service
          times: “closed loop: measured from sending”. A closed load is right for finding the most{' '}
          <Term id="throughput">throughput</Term> and wrong for judging waits.
        </p>
      </Part>

      <Part id="percentiles">
        <p>
          The p99 is the time within which 99 of 100 requests were answered. It is shown only when at least ten answers
          were slower, so a p99 needs a thousand answers.
        </p>
        <p>
          Each slice has percentiles of its own, from all its answers together. A table of figures and a verdict compare
          slices: they take the geometric mean of their p99, the p99 of a typical slice, and tell by its scatter how
          sure that is. The percentile chart merges the answers of all slices instead. The two can differ a little;
          neither is the other one’s mistake.
        </p>
      </Part>

      <Part id="cores">
        <p>
          Where there are at least four cores, the server, the load tool and the rest of the course get{' '}
          <strong>separate cores</strong>. With two or three, a sweep over cores needs <strong>shared cores</strong>:
          server and load tool run side by side. That is fair only for heavy requests, in a fixed number; it is checked
          each time.
        </p>
        <p>
          Everything runs over the loopback of one machine. There is no network card and no loss, and the kernel does
          part of the receiver’s work on the sender’s core. No absolute number transfers to a network.
        </p>
      </Part>

      <Part id="block">
        <p>
          A comparison is repeated in <strong>blocks</strong>. A block starts both servers afresh, checks that they
          answer alike, and warms up both. Then it loads them in turn, A B B A or B A A B, each in a <em>slice</em> of
          its own, with the same requests in the same order. If the machine slows down evenly meanwhile, both lose
          alike. A block gives one ratio of A to B; from the ratios of all blocks comes the{' '}
          <Term id="interval">interval</Term>, by Student’s t.
        </p>
        <p>
          A block that other programs disturbed is measured again as a whole, twice at most in a comparison. Single bad
          moments are never cut out.
        </p>
      </Part>

      <Part id="steady">
        <p>
          A server under its first load still compiles and fills caches. The measured load therefore runs until
          throughput and median have stayed within 5 % and without a trend for five windows of half a second. It takes
          at least 3 seconds, and 10 for Java. What has not settled after 20 seconds, or 60 for Java, is flagged. After
          measuring, the first half is compared with the second, and a change of more than 5 % counts as drift. Few
          answers vary by chance; that much is allowed on top.
        </p>
      </Part>

      <Part id="noise-floor">
        <p>
          Two runs of the same server differ too. To see by how much, a server is compared with itself in five blocks,
          ten before a careful run, as two servers are. The farther end of that interval is the smallest difference this
          machine can show. It is measured with the first verdict, for each metric by itself, and kept for a day.
        </p>
      </Part>

      <Part id="verdicts">
        <p>
          First come the gates. A doubt that makes a number invalid, a missing block, or disturbed slices in more than a
          quarter of a comparison give “cannot tell”, with the reason. Then the whole interval has to lie on one side. A
          claim smaller than the noise floor asks for more: the interval has to stay on its side when it is made longer
          by the floor at both ends.
        </p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="scroll" tabIndex={0} aria-label="When a sentence holds">
          <table>
            <thead>
              <tr>
                <th scope="col">The sentence says</th>
                <th scope="col">It holds when the interval</th>
                <th scope="col">It does not hold when the interval</th>
              </tr>
            </thead>
            <tbody>
              {rules.map(([says, holds, fails]) => (
                <tr key={says}>
                  <th scope="row">{says}</th>
                  <td>{holds}</td>
                  <td>{fails}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <p>Between the two it cannot be told. A verdict speaks of this machine, these versions and this load.</p>
      </Part>

      <Part id="tiers">
        <ul>
          <li>
            <strong>Look</strong> measures every point once. It draws the curve and decides nothing.
          </li>
          <li>
            <strong>Quick</strong> adds three blocks and decides only differences beyond a factor of two.
          </li>
          <li>
            <strong>Standard</strong> takes five blocks, with slices of five seconds where they go by time.
          </li>
          <li>
            <strong>Careful</strong> takes ten blocks, with slices of ten seconds.
          </li>
        </ul>
        <p>
          The number of blocks is fixed before a run starts, and the verdict is made once, at its end. Each run stands
          alone: who repeats a run until its verdict pleases has chosen, not measured.
        </p>
      </Part>

      <Part id="flags">
        <p>
          A flag is a doubt that travels with a number. It is raised by the load tool about itself, or by the engine. A
          small question mark beside a number in a lesson leads here: for that flag, the number decides no sentence.
        </p>
        <dl className={styles.entries}>
          {flags.map((flag) => (
            <div key={flag} id={`flag-${flag}`}>
              <dt>
                {flagTable[flag].text} <code>{flag}</code>
              </dt>
              <dd>
                {flagCauses[flag]} <em>{effectWords[flagTable[flag].effect]}.</em> <Shown of={flag} />
              </dd>
            </div>
          ))}
        </dl>
      </Part>

      <Part id="limits">
        <p>Something always keeps a server from doing more. Each slice names it, as far as the samples tell.</p>
        <dl className={styles.entries}>
          {limiterSchema.options.map((limiter) => (
            <div key={limiter} id={`limit-${limiter}`}>
              <dt>
                {limiterText[limiter]} <code>{limiterName[limiter]}</code>
              </dt>
              <dd>
                {limiterCauses[limiter]} <Shown of={limiter} />
              </dd>
            </div>
          ))}
        </dl>
      </Part>

      <Part id="sources">
        <ul>
          {sources.map(([title, url]) => (
            <li key={title}>
              {url ? (
                <a href={url} rel="noreferrer">
                  {title}
                </a>
              ) : (
                title
              )}
            </li>
          ))}
        </ul>
      </Part>
    </div>
  );
}

/** A link to the lesson that shows it, where there is one. */
function Shown({ of }: { of: Flag | Limiter }) {
  const slug = shownIn[of];
  if (!slug) return null;
  const place = readCourseMap()
    .parts.flatMap(({ places }) => places)
    .find(({ lesson }) => lesson?.slug === slug);
  if (!place) throw new Error(`app/measuring/causes.ts names the lesson ${slug}, which does not exist`);
  return (
    <a href={`/lessons/${slug}`}>
      Lesson {place.number}, {place.title}
    </a>
  );
}

const rules = [
  ['A is about k times B', 'lies within k/1.25 and 1.25 k', 'lies outside'],
  ['A is at least k times B', 'begins at k or above', 'ends below k'],
  ['A is better than B', 'begins above 1 by 3 %, or by the noise floor if that is larger', 'ends below that'],
  ['A and B are about equal', 'lies within the margin stated, usually 10 %', 'lies outside'],
  ['A value stays below a limit', 'ends below the limit', 'begins above it'],
] as const;

const sources = [
  ['Gil Tene: wrk2, on planned and sent requests (“coordinated omission”)', 'https://github.com/giltene/wrk2'],
  ['HdrHistogram, the way times are kept and merged', 'https://github.com/HdrHistogram/HdrHistogram'],
  ['Schroeder, Wierman, Harchol-Balter: Open Versus Closed: A Cautionary Tale. NSDI 2006', undefined],
  ['Barrett and others: Virtual Machine Warmup Blows Hot and Cold. OOPSLA 2017', 'https://doi.org/10.1145/3133876'],
  ['Kalibera, Jones: Rigorous Benchmarking in Reasonable Time. ISMM 2013', undefined],
  [
    'Brendan Gregg: Evaluating the Evaluation: A Benchmarking Checklist. 2018',
    'https://www.brendangregg.com/blog/2018-06-30/benchmarking-checklist.html',
  ],
  ['Linux: the loopback device', 'https://github.com/torvalds/linux/blob/master/drivers/net/loopback.c'],
] as const;

function Part({ id, children }: { id: (typeof parts)[number][0]; children: ReactNode }) {
  return (
    <>
      <h2 id={id}>{parts.find(([name]) => name === id)?.[1]}</h2>
      {children}
    </>
  );
}

/** A word of the glossary, linked to the lesson that introduces it. */
function Term({ id, children }: { id: string; children: ReactNode }) {
  const lesson = readLessons().find(({ data }) => data.terms.introduces.includes(id));
  return lesson ? <a href={`/lessons/${lesson.slug}#term-${id}`}>{children}</a> : children;
}
