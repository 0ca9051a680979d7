import type { Experiment } from '../../protocol/experiment.ts';
import { type BuildState, type HostCard, isUnderWay } from '../../protocol/host.ts';
import type { Plan } from '../../protocol/plan.ts';
import { list } from '../charts/format.ts';
import { pendingBuilds } from './run-words.ts';

/**
 * Whether an experiment can run on this machine now, and what is in the way, as one short sentence. `look` is the plan
 * of its smallest tier here, or why there is none.
 */
export function hereWords(
  experiment: Experiment,
  host: HostCard | undefined,
  look: Plan | { refused: string } | undefined,
  builds: readonly BuildState[],
): { live: boolean; words: string } {
  if (!host) return { live: false, words: 'Live with a sandbox' };
  if (host.isolation === 'none') return { live: false, words: 'Not live here: this host cannot open a lab.' };
  const pending = pendingBuilds(experiment, builds);
  const load = pending.find(({ target }) => target === 'load');
  if (load)
    return {
      live: false,
      words: isUnderWay(load) ? 'Soon: the load tool is being built.' : 'Not live here: the load tool is missing.',
    };
  if (look && 'refused' in look) {
    const soon = pending.some(isUnderWay);
    return { live: false, words: soon ? 'Soon: what it measures is being built.' : `Not live here. ${look.refused}` };
  }
  const missing = pending.map(({ title }) => title);
  return {
    live: true,
    words: missing.length > 0 ? `Live here, without ${list(missing)}` : 'Live here',
  };
}
