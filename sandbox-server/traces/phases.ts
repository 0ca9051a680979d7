import type { Mark, Run } from './notes.ts';

export interface Phase {
  readonly label: 'start' | 'timers' | 'poll' | 'check' | 'close';
  readonly says: string;
  readonly fromUs: number;
  readonly toUs: number;
}

/**
 * The phases of the loop. Node's trace events mark the timers and the check phase. Between them libuv polls, and then,
 * after the check phase, runs what was closed (uv_run in libuv 1.45 and later). Its count of rounds, which rises just
 * before it polls, tells the callbacks of these two apart.
 */
export function loopPhases(zero: number, marks: readonly Mark[], runs: readonly Run[]): Phase[] {
  const [started, ended] = ['loopStart', 'loopExit'].map((name) => marks.find((mark) => mark.name === name)?.fromUs);
  if (started === undefined || ended === undefined) throw new Error('Node wrote no marks of its event loop.');
  const phases: Phase[] = [{ ...words.start, fromUs: zero, toUs: started }];
  const stops = marks.filter(({ name, fromUs }) => name !== 'loopStart' && name !== 'loopExit' && fromUs >= started);
  let from = started;
  let round = 0;
  for (const [index, { name, fromUs, toUs }] of stops.entries()) {
    const ran = (lower: number, upper: number) => runs.filter((run) => run.fromUs >= lower && run.fromUs < upper);
    if (name === 'RunTimers') {
      phases.push({ ...words.timers, fromUs, toUs });
      from = toUs;
      continue;
    }
    round += 1;
    phases.push({ ...words.poll, fromUs: from, toUs: fromUs });
    phases.push({ ...(ran(fromUs, toUs).length > 0 ? words.check : words.emptyCheck), fromUs, toUs });
    from = toUs;
    const closing = ran(toUs, stops[index + 1]?.fromUs ?? ended).filter((run) => run.round === round);
    const last = closing.at(-1);
    if (last) {
      phases.push({ ...words.close, fromUs: toUs, toUs: last.toUs });
      from = last.toUs;
    }
  }
  return phases;
}

const words = {
  start: { label: 'start', says: 'Node starts the program. The loop does not turn yet.' },
  timers: { label: 'timers', says: 'Timers: the loop runs those that are due.' },
  poll: {
    label: 'poll',
    says: 'Poll: the loop asks the kernel what is ready, and waits while there is nothing to do.',
  },
  check: { label: 'check', says: 'Check: the loop runs what setImmediate has queued.' },
  emptyCheck: { label: 'check', says: 'Check: nothing is queued by setImmediate.' },
  close: { label: 'close', says: 'Close: the loop tells what has been closed.' },
} as const;
