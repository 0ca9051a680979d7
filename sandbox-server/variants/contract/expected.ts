import { createHash, pbkdf2Sync } from 'node:crypto';
import { answers } from '../test/answers.ts';

/** Status, type and body of an answer. */
export type Expected = (typeof answers)[string];

const JSON_TYPE = 'application/json';
const NOT_FOUND: Expected = [404, 'text/plain; charset=utf-8', 'not found'];
/** `/ping` and `/stats` belong to every variant. */
const OPTIONAL = [
  '/json',
  '/sleep',
  '/burn',
  '/hash',
  '/json/parse',
  '/counter',
  '/cache',
  '/pbkdf2',
  '/users',
  '/upstream',
  '/ws',
];

/** Scores of the active records of `/json`: odd ids, id × 7919 mod 1000. */
const ACTIVE_SCORES = [1, 3, 5, 7, 9, 11].reduce((sum, id) => sum + ((id * 7919) % 1000), 0);

/** SHA-256 `n` times in a row over 1,024 bytes, of which each round replaces the first 32. */
function chain(n: number): string {
  const bytes = Buffer.alloc(1024, 'a');
  for (let i = 1; i < n; i++) createHash('sha256').update(bytes).digest().copy(bytes);
  return createHash('sha256').update(bytes).digest('hex');
}

const key = (n: number) => pbkdf2Sync('loadstone', 'salt', n, 32, 'sha256').toString('hex');

const byRoute: Record<string, (n: number) => string> = {
  '/hash': (n) => JSON.stringify({ n, digest: chain(n) }),
  '/json/parse': (n) => JSON.stringify({ n, sum: n * ACTIVE_SCORES }),
  '/pbkdf2': (n) => JSON.stringify({ n, key: key(n) }),
};

/** The rows of PostgreSQL that every host has alike. */
const user = (id: number) => {
  const created = new Date(Date.UTC(2026, 0, 1, 0, id)).toISOString().replace('.000Z', 'Z');
  return { id, name: `user ${id}`, email: `user${id}@example.com`, score: (id * 7919) % 1000, created };
};
const users = (...ids: number[]): Expected => [200, JSON_TYPE, JSON.stringify(ids.map(user))];
const refused = (name: string, least: number, most: number): Expected => [
  400,
  'text/plain; charset=utf-8',
  `${name} must be a whole number from ${least} to ${most}`,
];
const ofUsers: [path: string, expected: Expected][] = [
  ['/users?limit=1', users(1)],
  ['/users?limit=3&from=1440', users(1441, 1442, 1443)],
  ['/users?limit=2&from=9999', users(10_000)],
  ['/users?ms=20', users(1)],
  ['/users', refused('limit', 1, 1000)],
  ['/users?limit=0', refused('limit', 1, 1000)],
  ['/users?limit=1001', refused('limit', 1, 1000)],
  ['/users?limit=1&from=10000', refused('from', 0, 9999)],
  ['/users?ms=60001', refused('ms', 0, 60_000)],
];

/** What is told where nobody said which service is behind. */
const ALONE: Expected = [503, 'text/plain; charset=utf-8', 'no upstream is set'];

/** Answers that never vary, by path with query, of a variant that serves these routes. */
export function expectedAnswers(routes: readonly string[]): [path: string, expected: Expected][] {
  const routeOf = (path: string) => path.split('?')[0] as string;
  const missing = OPTIONAL.filter((route) => !routes.includes(route));
  const served = Object.entries(answers).filter(([path]) => !missing.includes(routeOf(path)));
  const counted = Object.entries(byRoute).filter(([route]) => routes.includes(route));
  return [
    ...served,
    ...(routes.includes('/users') ? ofUsers : []),
    ...(routes.includes('/upstream') ? [['/upstream', ALONE] satisfies [string, Expected]] : []),
    ...missing.map((path): [string, Expected] => [path, NOT_FOUND]),
    ...counted.flatMap(([route, body]) =>
      [1, 2, 7].map((n): [string, Expected] => [`${route}?n=${n}`, [200, JSON_TYPE, body(n)]]),
    ),
    ...counted.flatMap(([route]) =>
      ['', '?n=0', '?n=1000001', '?n=x'].map((query): [string, Expected] => [
        `${route}${query}`,
        [400, 'text/plain; charset=utf-8', 'n must be a whole number from 1 to 1000000'],
      ]),
    ),
  ];
}
