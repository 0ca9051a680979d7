import { z } from 'zod';
import { ProblemError } from '../../protocol/errors.ts';
import { type Result, resultSchema } from '../../protocol/result.ts';
import { importIdOf, importIdSchema, MAX_IMPORTS } from '../../protocol/result-file.ts';
import { api, importListSchema, type ListedImport } from './api.ts';
import { isAway, presence } from './sandbox.ts';

/**
 * Results of other machines: with the hub when signed in, else in this browser's database. What the browser held before
 * the first sign-in goes to the hub when the list is read.
 */
const withHub = () => presence() === 'open' && !isAway();

/** All of them, newest import first. @throws ProblemError */
export async function listImports(): Promise<ListedImport[]> {
  const here = await fromBrowser<unknown[]>('readonly', (store) => store.getAll());
  const own = here.flatMap((row) => keptSchema.safeParse(row).data ?? []);
  if (!withHub()) return own.toSorted((a, b) => b.importedAt.localeCompare(a.importedAt));
  for (const { id, result } of own) {
    await api('/api/imports', z.object({ id: importIdSchema }), { method: 'POST', body: { result } });
    await fromBrowser('readwrite', (store) => store.delete(id));
  }
  return (await api('/api/imports', importListSchema)).imports;
}

/** @throws ProblemError when there is none */
export async function readImport(id: string): Promise<Result> {
  const here = keptSchema.safeParse(await fromBrowser('readonly', (store) => store.get(id)));
  if (here.success) return here.data.result;
  if (withHub()) return (await api(`/api/imports/${id}`, z.object({ result: resultSchema }))).result;
  throw new ProblemError('not-found', 'This browser holds no imported result with this address.');
}

/** Keeps a result; the same one again is the same import. Returns its id. @throws ProblemError */
export async function addImport(result: Result): Promise<string> {
  if (withHub())
    return (await api('/api/imports', z.object({ id: importIdSchema }), { method: 'POST', body: { result } })).id;
  if ((await fromBrowser('readonly', (store) => store.count())) >= MAX_IMPORTS)
    throw new ProblemError('limit', `${MAX_IMPORTS} results of other machines are kept: delete one first.`);
  const id = importIdOf(result);
  await fromBrowser('readwrite', (store) => store.put({ id, importedAt: new Date().toISOString(), result }));
  return id;
}

/** @throws ProblemError */
export async function deleteImport(id: string): Promise<void> {
  await fromBrowser('readwrite', (store) => store.delete(id));
  if (withHub()) await api(`/api/imports/${id}`, z.unknown(), { method: 'DELETE' });
}

/** Takes away those that this browser holds. */
export async function eraseImports(): Promise<void> {
  await fromBrowser('readwrite', (store) => store.clear());
}

const keptSchema = z.object({ id: importIdSchema, importedAt: z.string(), result: resultSchema });
const DATABASE = 'loadstone';
const TABLE = 'imports';

function fromBrowser<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const refuse = () => new ProblemError('storage', 'This browser does not keep data of this page.');
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(TABLE, { keyPath: 'id' });
    opening.onerror = () => reject(refuse());
    opening.onsuccess = () => {
      const database = opening.result;
      const asked = database.transaction(TABLE, mode).objectStore(TABLE);
      const request = ask(asked);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(refuse());
      asked.transaction.oncomplete = () => database.close();
    };
  });
}
