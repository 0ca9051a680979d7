import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Tier } from '../../protocol/experiment.ts';
import { type HostCard, hostCardSchema } from '../../protocol/host.ts';
import { isFinal, type RunState, runStateSchema } from '../../protocol/messages.ts';
import type { StateEntry } from '../../protocol/owner-state.ts';
import { type Plan, planSchema } from '../../protocol/plan.ts';
import { type Point, pointSchema, type Result, resultSchema } from '../../protocol/result.ts';
import { importHeadSchema } from '../../protocol/result-file.ts';
import { type Sample, sampleSchema } from '../../protocol/sample.ts';

/** A run as it is kept: the plan from its first moment, the result once it is over. */
export interface StoredRun {
  readonly run: string;
  readonly experiment: string;
  readonly title: string;
  readonly tier: Tier;
  readonly state: RunState;
  readonly attempt: number;
  readonly plan: Plan;
  readonly host: HostCard;
  /** Hash of the sources of each variant in the plan. */
  readonly sources: Record<string, string>;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly result?: Result;
}

/** A run as a list shows it. */
export type RunEntry = Pick<StoredRun, 'run' | 'experiment' | 'title' | 'tier' | 'state' | 'startedAt' | 'endedAt'> & {
  readonly host: HostCard;
};

/** An imported result as a list shows it. */
export interface ImportEntry {
  readonly id: string;
  readonly importedAt: string;
  readonly result: Pick<Result, 'experiment' | 'title' | 'tier' | 'outcome' | 'startedAt' | 'host'>;
}

export type NewRun = Omit<StoredRun, 'state' | 'attempt' | 'endedAt' | 'result'>;

export interface Store {
  createRun(run: NewRun): void;
  setState(run: string, state: RunState, attempt: number): void;
  finishRun(run: string, result: Result): void;
  run(run: string): StoredRun | undefined;
  /** All runs, newest first. */
  runs(): RunEntry[];
  /** Results of what ended well, newest first, read one by one. */
  results(): Iterable<Result>;
  /** Takes a run away with all that it measured. */
  deleteRun(run: string): void;
  /** Results of other machines, newest import first. */
  imports(): ImportEntry[];
  import(id: string): Result | undefined;
  addImport(id: string, result: Result): void;
  deleteImport(id: string): void;
  /** Recorded means committed: returns after the write reached the disk. */
  addSample(run: string, sample: Sample): void;
  addPoint(run: string, point: Point): void;
  samples(run: string, from?: number): Sample[];
  points(run: string): Point[];
  /** The owner's state by key. */
  values(): Record<string, StateEntry>;
  /** Keeps a value of the owner's, unless a newer one is there. */
  setValue(key: string, value: StateEntry['value'], savedAt?: string): void;
  eraseValues(): void;
  /** What was found out about this host; `maxAgeMs` leaves out what is older. */
  hostFact<T>(key: string, schema: z.ZodType<T>, maxAgeMs: number): T | undefined;
  setHostFact(key: string, value: unknown): void;
  setPlan(run: string, plan: Plan): void;
  close(): void;
}

const RUN_TABLES = `
   create table run (
     id text primary key, experiment text not null, title text not null, tier text not null, state text not null,
     attempt integer not null default 0, plan text not null, host text not null, sources text not null, started_at text not null, ended_at text, result text
   ) strict;
   create table sample (
     run text not null references run(id), seq integer not null, body text not null, primary key (run, seq)
   ) strict, without rowid;
   create table point (
     run text not null references run(id), seq integer not null, body text not null, primary key (run, seq)
   ) strict, without rowid;`;

/** Each migration brings `user_version` up by one; they are only ever appended. */
const MIGRATIONS = [
  `${RUN_TABLES}
   create table owner_state (key text primary key, value text not null, saved_at text not null) strict, without rowid;`,
  // Plans, points and results got another shape: earlier runs stay in the file, under another name.
  `alter table run rename to run_1; alter table sample rename to sample_1; alter table point rename to point_1;
   ${RUN_TABLES}
   create table host_fact (key text primary key, value text not null, found_at text not null) strict, without rowid;`,
  'create table import (id text primary key, imported_at text not null, result text not null) strict;',
];

const rowSchema = z.object({
  id: z.string(),
  experiment: z.string(),
  title: z.string(),
  tier: z.enum(['look', 'quick', 'standard', 'careful']),
  state: runStateSchema,
  attempt: z.number(),
  plan: z.string(),
  host: z.string(),
  sources: z.string(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  result: z.string().nullable(),
});
const entrySchema = rowSchema.pick({
  id: true,
  experiment: true,
  title: true,
  tier: true,
  state: true,
  host: true,
  started_at: true,
  ended_at: true,
});
const importRowSchema = z.object({ id: z.string(), imported_at: z.string(), head: z.string() });
const resultRowSchema = z.object({ result: z.string() });
const bodySchema = z.object({ body: z.string() });
const valueRowSchema = z.object({ key: z.string(), value: z.string(), saved_at: z.string() });

/**
 * The store of record: SQLite in WAL mode, every commit synced. The only module that imports node:sqlite.
 * @throws when the file is damaged or was written by a newer version
 */
export function openStore(file: string): Store {
  const db = new DatabaseSync(file, { timeout: 5000 });
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;');
  const { quick_check: check } = db.prepare('pragma quick_check').get() as { quick_check: string };
  if (check !== 'ok') {
    db.close();
    throw new Error(`The database is damaged (${check}).`);
  }
  migrate(db);

  const insertRun = db.prepare(
    `insert into run (id, experiment, title, tier, state, plan, host, sources, started_at)
     values (?, ?, ?, ?, 'queued', ?, ?, ?, ?)`,
  );
  const updateState = db.prepare('update run set state = ?, attempt = ? where id = ?');
  const updateResult = db.prepare('update run set state = ?, ended_at = ?, result = ? where id = ?');
  const selectRun = db.prepare('select * from run where id = ?');
  const selectRuns = db.prepare(
    `select id, experiment, title, tier, state, host, started_at, ended_at from run
     order by started_at desc, rowid desc`,
  );
  const selectResults = db.prepare(
    "select result from run where state = 'done' and result is not null order by ended_at desc, rowid desc",
  );
  const deleteParts = ['sample', 'point'].map((table) => db.prepare(`delete from ${table} where run = ?`));
  const deleteRun = db.prepare('delete from run where id = ?');
  const selectImports = db.prepare(
    `select id, imported_at, json_object('experiment', result -> '$.experiment', 'title', result -> '$.title',
       'tier', result -> '$.tier', 'outcome', result -> '$.outcome', 'startedAt', result -> '$.startedAt',
       'host', result -> '$.host') as head
     from import order by imported_at desc, rowid desc`,
  );
  const selectImport = db.prepare('select result from import where id = ?');
  const insertImport = db.prepare('insert or ignore into import (id, imported_at, result) values (?, ?, ?)');
  const deleteImport = db.prepare('delete from import where id = ?');
  const insertSample = db.prepare('insert into sample (run, seq, body) values (?, ?, ?)');
  const selectSamples = db.prepare('select body from sample where run = ? and seq >= ? order by seq');
  const insertPoint = db.prepare(
    'insert into point (run, seq, body) values (?1, (select count(*) from point where run = ?1), ?2)',
  );
  const selectPoints = db.prepare('select body from point where run = ? order by seq');
  const upsertValue = db.prepare(
    `insert into owner_state (key, value, saved_at) values (?, ?, ?)
     on conflict (key) do update set value = excluded.value, saved_at = excluded.saved_at
     where excluded.saved_at >= saved_at`,
  );
  const deleteValues = db.prepare('delete from owner_state');
  const upsertFact = db.prepare(
    `insert into host_fact (key, value, found_at) values (?, ?, ?)
     on conflict (key) do update set value = excluded.value, found_at = excluded.found_at`,
  );
  const selectFact = db.prepare('select value, found_at from host_fact where key = ?');
  const updatePlan = db.prepare('update run set plan = ? where id = ?');
  const selectValues = db.prepare('select key, value, saved_at from owner_state');

  const bodies = <T>(rows: unknown[], schema: z.ZodType<T>) =>
    rows.map((row) => schema.parse(JSON.parse(bodySchema.parse(row).body)));

  return {
    createRun: ({ run, experiment, title, tier, plan, host, sources, startedAt }) => {
      const json = [plan, host, sources].map((value) => JSON.stringify(value)) as [string, string, string];
      insertRun.run(run, experiment, title, tier, ...json, startedAt);
    },
    setState: (run, state, attempt) => void updateState.run(state, attempt, run),
    finishRun: (run, result) => void updateResult.run(result.outcome, result.endedAt, JSON.stringify(result), run),
    run: (run) => {
      const row = selectRun.get(run);
      return row ? storedRun(row) : undefined;
    },
    runs: () =>
      selectRuns.all().map((row) => {
        const { id, host, started_at, ended_at, ...rest } = entrySchema.parse(row);
        return {
          ...rest,
          run: id,
          host: hostCardSchema.parse(JSON.parse(host)),
          startedAt: started_at,
          ...(ended_at ? { endedAt: ended_at } : {}),
        };
      }),
    results: () => selectResults.iterate().map(parsedResult),
    deleteRun: (run) => {
      db.exec('begin');
      for (const part of deleteParts) part.run(run);
      deleteRun.run(run);
      db.exec('commit');
    },
    imports: () =>
      selectImports.all().map((row) => {
        const { id, imported_at: importedAt, head } = importRowSchema.parse(row);
        return { id, importedAt, result: importHeadSchema.parse(JSON.parse(head)) };
      }),
    import: (id) => {
      const row = selectImport.get(id);
      return row ? parsedResult(row) : undefined;
    },
    addImport: (id, result) => void insertImport.run(id, new Date().toISOString(), JSON.stringify(result)),
    deleteImport: (id) => void deleteImport.run(id),
    addSample: (run, sample) => void insertSample.run(run, sample.seq, JSON.stringify(sample)),
    addPoint: (run, point) => void insertPoint.run(run, JSON.stringify(point)),
    samples: (run, from = 0) => bodies(selectSamples.all(run, from), sampleSchema),
    points: (run) => bodies(selectPoints.all(run), pointSchema),
    values: () =>
      Object.fromEntries(
        selectValues.all().map((row) => {
          const { key, value, saved_at: savedAt } = valueRowSchema.parse(row);
          return [key, { value: JSON.parse(value) as StateEntry['value'], savedAt }];
        }),
      ),
    setValue: (key, value, savedAt = new Date().toISOString()) =>
      void upsertValue.run(key, JSON.stringify(value), savedAt),
    eraseValues: () => void deleteValues.run(),
    hostFact: (key, schema, maxAgeMs) => {
      const row = selectFact.get(key);
      if (!row) return undefined;
      const { value, found_at: foundAt } = z.object({ value: z.string(), found_at: z.string() }).parse(row);
      return Date.now() - Date.parse(foundAt) > maxAgeMs ? undefined : schema.parse(JSON.parse(value));
    },
    setHostFact: (key, value) => void upsertFact.run(key, JSON.stringify(value), new Date().toISOString()),
    setPlan: (run, plan) => void updatePlan.run(JSON.stringify(plan), run),
    close: () => db.close(),
  };
}

const parsedResult = (row: unknown): Result => resultSchema.parse(JSON.parse(resultRowSchema.parse(row).result));

function storedRun(row: unknown): StoredRun {
  const { id, plan, host, sources, started_at, ended_at, result, ...rest } = rowSchema.parse(row);
  return {
    ...rest,
    run: id,
    plan: planSchema.parse(JSON.parse(plan)),
    host: hostCardSchema.parse(JSON.parse(host)),
    sources: resultSchema.shape.sources.parse(JSON.parse(sources)),
    startedAt: started_at,
    ...(ended_at ? { endedAt: ended_at } : {}),
    ...(result ? { result: resultSchema.parse(JSON.parse(result)) } : {}),
  };
}

function migrate(db: DatabaseSync): void {
  const { user_version: version } = db.prepare('pragma user_version').get() as { user_version: number };
  if (version > MIGRATIONS.length)
    throw new Error(
      'The data was written by a newer Loadstone. Update the course, or move the data with LOADSTONE_DATA.',
    );
  for (const [index, sql] of MIGRATIONS.slice(version).entries()) {
    db.exec(`begin; ${sql} pragma user_version = ${version + index + 1}; commit;`);
  }
}

/** Runs that were not over when the hub ended. */
export function unfinished(store: Store): StoredRun[] {
  return store.runs().flatMap(({ run, state }) => (isFinal(state) ? [] : (store.run(run) ?? [])));
}
