import type { Metadata } from 'next';
import { AskedTrace } from '../../components/islands/asked-trace.tsx';
import { readOrderings, readTrace, tracePlayer } from '../_content/traces.ts';

export const metadata: Metadata = {
  title: 'Orderings',
  description: 'Small programs whose order is hard to say, and what really ran when on the one thread of Node.',
};

/** Every traced program of Node with its trace. */
export default async function Orderings() {
  const orderings = [...readOrderings().values()].filter(({ id }) => readTrace(id).trace.runtime.name === 'Node');
  const players = await Promise.all(orderings.map(tracePlayer));
  return (
    <div className="page wide-page">
      <h1>Orderings</h1>
      <p className="deck">
        {orderings.length} small programs. Say first what each of them prints, then step through what ran when.
      </p>
      <p>
        Each trace is a recording of the real runtime, not a model. Node's own hooks said what was queued by which line
        and when it ran; its trace events said when the loop came to its timers and to the check phase. The instrument
        sees callbacks, promise jobs and printed lines. It does not see single statements, and it takes time itself. A
        test runs every program with it and without it, and holds that both print the same.
      </p>
      <nav aria-label="Programs">
        <ol>
          {orderings.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ol>
      </nav>
      {orderings.map(({ id, title, why }, index) => (
        <section key={id} aria-labelledby={id}>
          <h2 id={id}>{title}</h2>
          <AskedTrace {...(players[index] as (typeof players)[number])} why={why} />
        </section>
      ))}
    </div>
  );
}
