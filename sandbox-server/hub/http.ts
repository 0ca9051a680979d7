import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { errorTable, faultOf, type Problem, ProblemError, problem } from '../../protocol/errors.ts';
import { idSchema } from '../../protocol/ids.ts';
import { ARCHIVE_TYPE, type broughtSchema, MAX_ARCHIVE_BYTES } from '../../protocol/lab-files.ts';
import { stateEntriesSchema } from '../../protocol/owner-state.ts';
import { resultSchema } from '../../protocol/result.ts';
import { importIdOf, importIdSchema, MAX_IMPORTS, MAX_RESULT_BYTES } from '../../protocol/result-file.ts';
import { isDiskFault } from './disk-fault.ts';
import { type Allowed, refusal } from './gate.ts';
import type { Journal } from './journal.ts';
import { type Keys, RateLimit, type Session } from './keys.ts';
import type { LabFiles } from './lab-files.ts';
import { eraseState, keepState } from './owner-state.ts';
import type { Runs } from './runs.ts';
import { encode, type Site } from './static-site.ts';
import type { Store } from './store.ts';
import { parseStrictly } from './strict-json.ts';
import type { Terminals } from './terminals.ts';

const BODY_BYTES = 256 * 1024;
const HEADER_BYTES = 16 * 1024;
const MAX_CONNECTIONS = 2000;
/** Wrong start tokens before an address has to wait. */
const WRONG_TOKENS_A_MINUTE = 5;
const API_CALLS_A_SECOND = 30;
const TERMINALS_A_MINUTE = 20;

export interface HttpParts {
  readonly allowed: () => Allowed;
  readonly keys: Keys;
  readonly runs: Runs;
  readonly store: Store;
  readonly terminals: Terminals;
  readonly files: LabFiles;
  readonly site: Site;
  readonly journal: Journal;
  /** Told to every page: `process` means labs without walls. */
  readonly level: 'pod' | 'process';
}

/** All routes of the hub behind one gate. The site is public; everything below /api needs the session key. */
export function createHttp({
  allowed,
  keys,
  runs,
  store,
  terminals,
  files,
  site,
  journal,
  level,
}: HttpParts): FastifyInstance {
  const headers = commonHeaders(site.scriptHashes);
  const app = Fastify({
    bodyLimit: BODY_BYTES,
    requestTimeout: 30_000,
    keepAliveTimeout: 15_000,
    http: { maxHeaderSize: HEADER_BYTES, headersTimeout: 10_000 },
    // Ids are looked up in a Map; a longer parameter can only be an attack.
    routerOptions: { maxParamLength: 100 },
    forceCloseConnections: true,
    // A path that cannot be decoded never reaches the hooks below.
    frameworkErrors: (error, _request, reply) => fail(reply.headers(headers), problem('malformed', error.message)),
  });
  // JSON is the only body there is, but for archives.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ARCHIVE_TYPE,
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, bytes: Buffer) => bytes,
  );
  app.addContentTypeParser('application/json', { parseAs: 'string' }, async (_request: FastifyRequest, text: string) =>
    parseStrictly(text),
  );
  app.decorateRequest('session');
  app.server.maxConnections = MAX_CONNECTIONS;
  app.server.maxHeadersCount = 64;
  const wrongTokens = new RateLimit(WRONG_TOKENS_A_MINUTE, 60_000);
  const apiCalls = new RateLimit(API_CALLS_A_SECOND, 1000);
  const newTerminals = new RateLimit(TERMINALS_A_MINUTE, 60_000);

  app.addHook('onResponse', async (request, reply) => {
    journal.write('request', {
      method: request.method,
      // The pattern of the route: what was asked for may hold a secret.
      route: request.routeOptions.url ?? '*',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      bytes: Number(reply.getHeader('content-length') ?? 0),
      address: request.ip,
      ...(request.session ? { session: journal.markOf(request.session.id) } : {}),
    });
  });

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    const refused = refusal(request.raw, allowed());
    if (refused) {
      if (refused.code === 'misdirected') reply.header('connection', 'close');
      return fail(reply, problem(refused.code, refused.text));
    }
    const path = request.raw.url ?? '';
    if (path !== '/api' && !path.startsWith('/api/') && !path.startsWith('/api?')) return;
    reply.header('cache-control', 'no-store');
    const key = bearer(request);
    const session = key && keys.session(key);
    if (!session) return fail(reply, problem('unauthenticated', 'This page is not signed in to the sandbox.'));
    request.session = session;
    const wait = apiCalls.wait(session.id);
    if (wait) return fail(reply.header('retry-after', wait), problem('rate', 'Too many requests at once.'));
    apiCalls.count(session.id);
  });

  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof ProblemError) return fail(reply, error.problem);
    if (error.statusCode === 413) return fail(reply, problem('too-large', 'The body is too large.'));
    if (error.statusCode === 415)
      return fail(reply, problem('malformed', 'The body must be JSON, or an archive where one is asked for.'), 415);
    if (error.statusCode && error.statusCode < 500) return fail(reply, problem('malformed', error.message));
    if (isDiskFault(error)) return fail(reply, problem('storage', 'The disk with the data is full.'));
    process.stderr.write(`hub: ${request.id} ${error.stack ?? error.message}\n`);
    return fail(reply, problem('internal', `Something failed in the sandbox server (${request.id}).`));
  });

  app.get('/healthz', async () => 'ok');

  app.post('/auth/exchange', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const wait = wrongTokens.wait(request.ip);
    if (wait) return fail(reply.header('retry-after', wait), problem('rate', 'Too many wrong start links.'));
    const { token } = body(request, z.strictObject({ token: z.string().max(200) }));
    const key = keys.exchange(token);
    if (key) return { key };
    wrongTokens.count(request.ip);
    journal.write('sign-in-failed', { address: request.ip });
    return fail(reply, problem('unauthenticated', 'This start link was used already or is too old.'));
  });

  app.post('/api/logout', async (request) => {
    keys.logout(request.session as Session);
    return {};
  });

  app.post('/api/ticket', async (request) => {
    const { resource } = body(request, z.strictObject({ resource: z.string().max(100) }));
    const terminal = resource.startsWith('terminal:') ? resource.slice('terminal:'.length) : undefined;
    if (resource !== 'events' && !(terminal && terminals.has(terminal)))
      throw new ProblemError('not-found', 'There is no such terminal: it may have ended.');
    return { ticket: keys.ticket(request.session as Session, resource) };
  });

  app.get('/api/runs', async () => ({ runs: store.runs() }));

  app.get<{ Params: { run: string } }>('/api/runs/:run', async (request) => {
    const id = idSchema.safeParse(request.params.run);
    const stored = id.success ? store.run(id.data) : undefined;
    const status = stored && runs.status(stored.run);
    if (!stored || !status) throw new ProblemError('not-found', 'There is no run with this address on this machine.');
    return {
      status,
      plan: stored.plan,
      samples: store.samples(stored.run),
      points: store.points(stored.run),
      ...(stored.result ? { result: stored.result } : {}),
    };
  });

  app.delete<{ Params: { run: string } }>('/api/runs/:run', async (request) => {
    const id = idSchema.safeParse(request.params.run);
    if (!id.success) throw new ProblemError('not-found', 'There is no run with this address on this machine.');
    runs.delete(id.data);
    return {};
  });

  app.get('/api/imports', async () => ({ imports: store.imports() }));

  app.get<{ Params: { id: string } }>('/api/imports/:id', async (request) => {
    const id = importIdSchema.safeParse(request.params.id);
    const result = id.success ? store.import(id.data) : undefined;
    if (!result) throw new ProblemError('not-found', 'There is no imported result with this address.');
    return { result };
  });

  app.post('/api/imports', { bodyLimit: MAX_RESULT_BYTES }, async (request) => {
    const { result } = body(request, z.strictObject({ result: resultSchema }));
    if (store.imports().length >= MAX_IMPORTS)
      throw new ProblemError('limit', `${MAX_IMPORTS} results of other machines are kept: delete one first.`);
    const id = importIdOf(result);
    store.addImport(id, result);
    return { id };
  });

  app.delete<{ Params: { id: string } }>('/api/imports/:id', async (request) => {
    const id = importIdSchema.safeParse(request.params.id);
    if (id.success) store.deleteImport(id.data);
    return {};
  });

  app.get('/api/state', async () => ({ entries: store.values() }));

  app.put('/api/state', async (request) => {
    const { entries } = body(request, z.strictObject({ entries: stateEntriesSchema }));
    keepState(store, entries);
    return {};
  });

  app.delete('/api/state', async () => eraseState(store));

  app.post('/api/terminals', async (request, reply) => {
    const { id } = request.session as Session;
    const wait = newTerminals.wait(id);
    if (wait) return fail(reply.header('retry-after', wait), problem('rate', 'Too many terminals in one minute.'));
    newTerminals.count(id);
    const size = body(request, z.strictObject({ cols: z.int().min(2).max(500), rows: z.int().min(1).max(200) }));
    return terminals.open(size.cols, size.rows);
  });

  app.get('/api/lab/files', async (_request, reply) =>
    reply
      .type(ARCHIVE_TYPE)
      .header('content-disposition', 'attachment; filename="lab-files.tar.gz"')
      .send(await files.save()),
  );

  app.post('/api/lab/files', { bodyLimit: MAX_ARCHIVE_BYTES }, async (request) => {
    if (!Buffer.isBuffer(request.body)) throw new ProblemError('malformed', 'The body must be a .tar.gz archive.');
    return { folder: await files.bring(request.body) } satisfies z.infer<typeof broughtSchema>;
  });

  app.setNotFoundHandler((request, reply) => {
    const path = decodedPath(request.raw.url ?? '/');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return fail(reply, problem('not-found', 'There is nothing here.'));
    if (path === undefined || path.startsWith('/api'))
      return fail(reply, problem('not-found', 'There is nothing here.'));
    const found = site.find(path);
    const file = found ?? site.notFound;
    const { body: bytes, encoding, etag } = encode(file, String(request.headers['accept-encoding'] ?? ''));
    reply.headers({
      'content-type': file.type,
      'cache-control': path === '/start' ? 'no-store' : file.cache,
      etag,
      vary: 'accept-encoding',
    });
    if (file.type.startsWith('text/html')) reply.header('server-timing', `sandbox;desc="${level}"`);
    if (found && request.headers['if-none-match'] === etag) return reply.code(304).send();
    if (encoding) reply.header('content-encoding', encoding);
    return reply.code(found ? 200 : 404).send(bytes);
  });
  return app;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set by the gate for everything below /api. */
    session?: Session;
  }
}

function bearer(request: FastifyRequest): string | undefined {
  const value = request.headers.authorization;
  return value?.startsWith('Bearer ') ? value.slice('Bearer '.length) : undefined;
}

/** @throws ProblemError when the body does not fit */
function body<T>(request: FastifyRequest, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(request.body);
  if (!parsed.success) throw new ProblemError('malformed', faultOf(parsed.error));
  return parsed.data;
}

function fail(reply: FastifyReply, error: Problem, status = errorTable[error.code].status): FastifyReply {
  return reply.code(status).send({ error });
}

/** The path of a request target, percent-decoded once; undefined when it cannot be one of the site's. */
function decodedPath(url: string): string | undefined {
  try {
    return decodeURIComponent(url.split('?', 1)[0] as string);
  } catch {
    return undefined;
  }
}

/** On every answer, errors included. Inline styles are allowed because the terminal makes style elements. */
function commonHeaders(scriptHashes: readonly string[]): Record<string, string> {
  const scripts = scriptHashes.map((hash) => `'${hash}'`).join(' ');
  return {
    'content-security-policy': [
      "default-src 'none'",
      `script-src 'self' ${scripts}`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "manifest-src 'self'",
      "frame-src 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'clipboard-read=(), camera=(), microphone=(), geolocation=()',
  };
}
