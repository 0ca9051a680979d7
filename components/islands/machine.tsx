'use client';
import { type ReactNode, useRef } from 'react';
import type { Experiment } from '../../protocol/experiment.ts';
import type { BuildState, Facilities, HostCard } from '../../protocol/host.ts';
import type { NoiseFloor } from '../../protocol/result.ts';
import { day } from '../charts/format.ts';
import { HostFacts } from '../charts/host-line.tsx';
import type { LiveState } from '../connection/run-reducer.ts';
import { startLinkWords } from '../connection/sandbox.ts';
import { useConnection, useLive, usePresence } from '../connection/use-live.ts';
import { Facts } from '../ui/facts.tsx';
import { awayWords } from './availability.ts';
import { Builds } from './builds.tsx';
import styles from './machine.module.css';
import {
  type Availability,
  availabilityOf,
  buildsSentence,
  coreWords,
  floorRows,
  isolationMeaning,
  limitRows,
  roomCheck,
} from './machine-words.ts';
import { Words } from './words.tsx';

/** What this host can run live, as the sandbox knows it. `children`: what to say where there is no sandbox. */
export function Machine({ experiments, children }: { experiments: readonly Experiment[]; children: ReactNode }) {
  const root = useRef<HTMLElement>(null);
  const present = usePresence();
  useConnection(present);
  const state = useLive(root);
  const away = awayWords(present, state);
  return (
    <section ref={root} className={styles.machine} data-live aria-label="This machine">
      {present === 'locked' ? (
        <p className={styles.check}>
          <Words text={startLinkWords} />
        </p>
      ) : present !== 'open' ? (
        children
      ) : state.host ? (
        <>
          {away && <p className={styles.check}>{away}</p>}
          <Known state={state} host={state.host} experiments={experiments} />
        </>
      ) : (
        <p className={styles.check}>{away ?? 'Connecting to the sandbox.'}</p>
      )}
    </section>
  );
}

function Known({
  state: { builds, facilities, floors, independent },
  host,
  experiments,
}: {
  state: LiveState;
  host: HostCard;
  experiments: readonly Experiment[];
}) {
  const all = availabilityOf(experiments, host, builds, floors);
  const isolation = isolationMeaning[host.isolation];
  const inState = (...states: BuildState['state'][]) => builds.filter(({ state }) => states.includes(state));
  return (
    <>
      <p className={styles.check} role="status">
        {roomCheck(all)}
      </p>
      <Part title="Experiments">
        <Experiments all={all} />
      </Part>
      <Part title="Cores">
        {coreWords(host, independent).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <HostFacts host={host} />
      </Part>
      <Part title="Noise floor">
        <Floors floors={floors} />
      </Part>
      <Part title={isolation.name}>
        <p>{isolation.means}</p>
        {facilities.withoutWalls && (
          <p>
            Why: <Words text={facilities.withoutWalls} />
          </p>
        )}
        {facilities.limits && (
          <>
            <p>What a lab may use. Reaching a limit gives the program an ordinary error.</p>
            <Facts rows={limitRows(facilities.limits, host.labLimits)} />
          </>
        )}
      </Part>
      <Part title="Toolchains and services">
        <Tools facilities={facilities} />
      </Part>
      <Part title="Servers and programs">
        <p>{buildsSentence(builds)}</p>
        <Builds builds={inState('failed', 'unavailable', 'building', 'paused', 'checking')} />
        <Targets summary="Waiting for their turn" builds={inState('waiting')} />
        <Targets summary="Ready" builds={inState('ready')} />
      </Part>
    </>
  );
}

function Targets({ summary, builds }: { summary: string; builds: readonly BuildState[] }) {
  if (builds.length === 0) return null;
  return (
    <details>
      <summary>
        {summary} ({builds.length})
      </summary>
      <ul className={styles.targets}>
        {builds.map(({ target }) => (
          <li key={target}>{target === 'load' ? 'load tool' : <a href={`/variants/${target}`}>{target}</a>}</li>
        ))}
      </ul>
    </details>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h2>{title}</h2>
      <div>{children}</div>
    </section>
  );
}

function Experiments({ all }: { all: readonly Availability[] }) {
  return (
    <ul className={styles.experiments}>
      {all.map(({ id, title, state, words }) => (
        <li key={id}>
          <a href={`/experiments/${id}`}>{title}</a>
          <span data-here={state}>{words}</span>
        </li>
      ))}
    </ul>
  );
}

const modeWords: Record<NoiseFloor['mode'], string> = {
  shared: 'server and load tool on the same cores',
  split: 'each on cores of its own',
};

function Floors({ floors }: { floors: readonly NoiseFloor[] }) {
  if (floors.length === 0)
    return (
      <p>
        Not measured in the last day. The next run that gives verdicts measures it first: a server against itself, which
        shows the smallest difference that this machine can tell.
      </p>
    );
  return floors.map((floor) => (
    <div key={`${floor.mode} ${floor.measuredAt}`}>
      <p>
        Smallest differences that this machine can show, {modeWords[floor.mode]}; measured on {day(floor.measuredAt)}{' '}
        with {floor.variant} against itself.
      </p>
      <Facts rows={floorRows([floor]).map(({ label, value }) => [label, value])} />
    </div>
  ));
}

function Tools({ facilities: { tools } }: { facilities: Facilities }) {
  return (
    <ul className={styles.tools}>
      {tools.map(({ title, use, version, missing }) => (
        <li key={title}>
          <strong>{title}</strong> <span>{missing ? missing.text : version}</span> <small>for {use}</small>
          {missing && <code>{missing.command}</code>}
        </li>
      ))}
    </ul>
  );
}
