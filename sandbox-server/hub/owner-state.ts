import { ProblemError } from '../../protocol/errors.ts';
import {
  MAX_STATE_BYTES,
  MAX_STATE_KEYS,
  type OwnVerdict,
  ownVerdictSchema,
  type StateEntry,
  stateKeySchema,
} from '../../protocol/owner-state.ts';
import type { Result } from '../../protocol/result.ts';
import { worstForClaim } from '../../stats/claim-outcome.ts';
import type { Store } from './store.ts';

/** Set when everything was erased, so that an older copy in a browser does not bring it back. */
const ERASED = 'erased.all';

/**
 * Keeps what a browser has newer. A clock that is ahead does not win for ever: nothing is saved later than now.
 * @throws ProblemError when a value is too large, or there are too many
 */
export function keepState(store: Store, entries: Readonly<Record<string, StateEntry>>): void {
  const keys = Object.keys(entries);
  for (const key of keys)
    if (Buffer.byteLength(JSON.stringify(entries[key]?.value)) > MAX_STATE_BYTES)
      throw new ProblemError('too-large', `One value may take ${MAX_STATE_BYTES / 1024} KiB; \`${key}\` is larger.`);
  if (new Set([...Object.keys(store.values()), ...keys]).size > MAX_STATE_KEYS)
    throw new ProblemError('limit', `${MAX_STATE_KEYS} values are kept, and no more.`);
  const now = new Date().toISOString();
  for (const [key, { value, savedAt }] of Object.entries(entries)) store.setValue(key, value, [savedAt, now].sort()[0]);
}

/** Takes away everything of the owner's but the runs; says when. */
export function eraseState(store: Store): { erasedAt: string } {
  const erasedAt = new Date().toISOString();
  store.eraseValues();
  store.setValue(ERASED, null, erasedAt);
  return { erasedAt };
}

/**
 * The verdicts of a run as they are kept for its owner: one for each claim, of several sentences the one that the claim
 * meets worst. A look decides nothing, and what did not end proves nothing.
 */
export function ownVerdicts({ run, experiment, tier, outcome, endedAt, host, verdicts }: Result): OwnVerdict[] {
  if (outcome !== 'done' || tier === 'look') return [];
  const byClaim = [...Map.groupBy(verdicts, ({ claim }) => claim).values()].flatMap((own) => worstForClaim(own) ?? []);
  return byClaim.map(({ claim, sentence, denies, metric, against, status, ratio, low, high, ...verdict }) => ({
    claim,
    sentence,
    ...(denies && { denies }),
    metric,
    compared: against !== undefined,
    outcome: verdict.outcome,
    status,
    ...(ratio === undefined ? {} : { ratio }),
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    confidence: verdict.confidence,
    blocks: verdict.blocks,
    run,
    experiment,
    tier,
    measuredAt: endedAt,
    cpuModel: host.cpuModel,
    cores: host.usableCores.length,
  }));
}

/** Keeps what a run found that has just ended: it is the newest. First evidence does not displace what settles a claim. */
export function keepVerdicts(store: Store, result: Result): void {
  const kept = store.values();
  for (const verdict of ownVerdicts(result)) {
    const before = ownVerdictSchema.safeParse(kept[`verdict.${verdict.claim}`]?.value).data;
    if (!before || weighsMore(verdict, before)) keepVerdict(store, verdict.claim, verdict);
  }
}

/** After a run was deleted: its claims go back to what is left, newest first, or are no longer judged. */
export function forgetVerdicts(store: Store, deleted: Result): void {
  const kept = Object.values(store.values()).flatMap(({ value }) => ownVerdictSchema.safeParse(value).data ?? []);
  const left = new Map<string, OwnVerdict | null>(
    kept.filter(({ run }) => run === deleted.run).map(({ claim }) => [claim, null]),
  );
  for (const result of left.size > 0 ? store.results() : [])
    for (const verdict of ownVerdicts(result)) {
      const newer = left.get(verdict.claim);
      if (newer === null || (newer && !weighsMore(newer, verdict))) left.set(verdict.claim, verdict);
    }
  for (const [claim, verdict] of left) keepVerdict(store, claim, verdict);
}

/** Whether a newer verdict stands before an older one. */
const weighsMore = (newer: OwnVerdict, older: OwnVerdict): boolean =>
  newer.status === 'settled' || older.status === 'opened';

function keepVerdict(store: Store, claim: string, verdict: OwnVerdict | null): void {
  const key = stateKeySchema.safeParse(`verdict.${claim}`);
  if (key.success) store.setValue(key.data, verdict);
}
