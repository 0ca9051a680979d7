import type { BuildState } from '../../protocol/host.ts';
import type { LiveState } from '../connection/run-reducer.ts';
import { type Presence, startLinkWords } from '../connection/sandbox.ts';

/** The states that an experiment can honestly be in: it runs on the reader's cores, on those of a class, or on none. */
export type Stand = 'here' | 'class' | 'recorded';

export const standWords: Record<Stand, { name: string; title: string }> = {
  here: { name: 'Live here', title: 'This experiment runs on the cores of this machine.' },
  class: { name: 'Live in class', title: 'This experiment runs on the machine of the class.' },
  recorded: { name: 'Recorded', title: 'No sandbox can be asked now: what is shown was measured before.' },
};

/** Where an experiment would run now. No class can be joined yet, so none is named. */
export function standOf(present: Presence | undefined, { link }: Pick<LiveState, 'link'>): Stand {
  return present === 'open' && link !== 'waiting' && link !== 'signed-out' ? 'here' : 'recorded';
}

/** Set while the sandbox that was here is not heard of: what the page shows may be out of date. */
export function awayWords(present: Presence | undefined, { link }: Pick<LiveState, 'link'>): string | undefined {
  if (present !== 'open') return undefined;
  if (link === 'signed-out') return startLinkWords;
  return link === 'waiting' ? 'The sandbox is switched off; this is live again as soon as it is back.' : undefined;
}

/**
 * Why a run cannot be started now, or undefined. While the page connects nothing is in the way: the order waits in the
 * socket, and the hub answers it.
 */
export function whyBlocked(
  present: Presence | undefined,
  state: Pick<LiveState, 'link' | 'host'>,
  load: BuildState | undefined,
  refused: string | undefined,
): string | undefined {
  if (present === undefined) return undefined;
  if (present === 'none')
    return 'This page comes without a sandbox, so it shows recorded runs. `npm start` in a copy of the course runs it on your own cores.';
  if (present === 'locked') return startLinkWords;
  const away = awayWords(present, state);
  if (away) return away;
  if (load?.state === 'failed' || load?.state === 'unavailable')
    return 'Without the load tool nothing can be measured; what it needs is said below.';
  if (load) return 'Runs can start once the load tool is built.';
  return refused;
}
