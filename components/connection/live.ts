import type { Tier } from '../../protocol/experiment.ts';
import { isFinal } from '../../protocol/messages.ts';
import { api, storedRunSchema } from './api.ts';
import { EventsSocket } from './events-socket.ts';
import { emptyState, type LiveEvent, type LiveState, liveReducer, nextSample } from './run-reducer.ts';

/** The page's live state: one socket, one reducer, whoever listens. Nothing connects until `connect` is called. */
let state: LiveState = emptyState;
const listeners = new Set<() => void>();
const watched = new Set<string>();
let socket: EventsSocket | undefined;

function dispatch(event: LiveEvent): void {
  const next = liveReducer(state, event);
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

export const live = {
  get state(): LiveState {
    return state;
  },

  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },

  connect(): void {
    if (socket) return;
    socket = new EventsSocket(dispatch, () =>
      [...watched]
        .filter((run) => !over(run))
        .map((run) => ({ v: 1, t: 'run.watch', run, from: nextSample(state.runs.get(run)) }) as const),
    );
    socket.start();
  },

  /** Asks for a run; the returned mark finds the answer in `state.asked`. */
  startRun(experiment: string, tier: Tier, seed?: number): string {
    const ref = crypto.randomUUID();
    live.connect();
    const off = live.subscribe(() => {
      const answer = state.asked.get(ref);
      if (!answer) return;
      // Watched from now on: after a lost socket its samples are asked for again.
      if ('run' in answer) watched.add(answer.run);
      off();
    });
    socket?.send({ v: 1, t: 'run.start', ref, experiment, tier, ...(seed === undefined ? {} : { seed }) });
    return ref;
  },

  cancel(run: string): void {
    socket?.send({ v: 1, t: 'run.cancel', run });
  },

  /** Everything of a run from what is known of it on, then live. */
  watch(run: string): void {
    if (watched.has(run)) return;
    watched.add(run);
    live.connect();
    if (state.link === 'open') socket?.send({ v: 1, t: 'run.watch', run, from: nextSample(state.runs.get(run)) });
  },

  /** A kept run by HTTP; watched further while it is not over. @throws ProblemError */
  async load(run: string): Promise<void> {
    const stored = await api(`/api/runs/${encodeURIComponent(run)}`, storedRunSchema);
    dispatch({ kind: 'stored', ...stored });
    if (!isFinal(stored.status.state)) live.watch(run);
  },
};

function over(run: string): boolean {
  const record = state.runs.get(run);
  return record?.result !== undefined && record.status !== undefined && isFinal(record.status.state);
}
