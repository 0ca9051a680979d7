import type { Experiment } from '../../protocol/experiment.ts';
import { type BuildState, type HostCard, isUnderWay } from '../../protocol/host.ts';
import type { Plan } from '../../protocol/plan.ts';
import { list } from '../charts/format.ts';
import { pendingBuilds } from './run-words.ts';

/** Whether an experiment runs on this machine: now, once something is built, or not. */
export interface Here {
  readonly state: 'live' | 'soon' | 'not';
  readonly words: string;
}

/**
 * Whether an experiment can run on this machine now, and what is in the way, as one short sentence. `look` is the plan
 * of its smallest tier here, or why there is none.
 */
export function hereWords(
  experiment: Experiment,
  host: HostCard | undefined,
  look: Plan | { refused: string } | undefined,
  builds: readonly BuildState[],
): Here {
  if (!host) return { state: 'not', words: 'Live with a sandbox' };
  if (host.isolation === 'none') return { state: 'not', words: 'Not live here: this host cannot open a lab.' };
  const pending = pendingBuilds(experiment, builds);
  const load = pending.find(({ target }) => target === 'load');
  if (load)
    return isUnderWay(load)
      ? { state: 'soon', words: 'Soon: the load tool is being built.' }
      : { state: 'not', words: 'Not live here: the load tool is missing.' };
  if (look && 'refused' in look)
    return pending.some(isUnderWay)
      ? { state: 'soon', words: 'Soon: what it measures is being built.' }
      : { state: 'not', words: `Not live here. ${look.refused}` };
  const missing = pending.map(({ target }) => target);
  return {
    state: 'live',
    words:
      missing.length > 0
        ? `Live here, without ${list(missing)}${pending.some(isUnderWay) ? ' so far' : ''}`
        : 'Live here',
  };
}
