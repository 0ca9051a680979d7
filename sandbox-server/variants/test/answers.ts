// What ../CONTRACT.md promises for requests whose answer never varies, worked out here without the variants' code.

const TEXT = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json';

const records = Array.from({ length: 12 }, (_, i) => i + 1).map(
  (id) =>
    `{"id":${id},"name":"record ${id}","score":${(id * 7919) % 1000},"active":${id % 2 === 1},"tags":["core","queue"]}`,
);

/** Path with query → status, content type and body. */
export const answers: Record<string, [status: number, type: string, body: string]> = {
  '/ping': [200, TEXT, 'pong'],
  '/ping?anything=1': [200, TEXT, 'pong'],
  '/json': [200, JSON_TYPE, `[${records.join(',')}]`],
  '/sleep?ms=0': [200, TEXT, 'slept 0'],
  '/sleep?ms=20': [200, TEXT, 'slept 20'],
  '/nowhere': [404, TEXT, 'not found'],
  '/ping/': [404, TEXT, 'not found'],
  '/': [404, TEXT, 'not found'],
};
for (const n of [0, 1, 2, 3, 1000, 100_003]) {
  answers[`/burn?n=${n}`] = [200, JSON_TYPE, `{"n":${n},"checksum":${checksum(n)}}`];
}
for (const value of ['', '=', '=x', '=1.5', '=-1', '=+5', '=0x10', '=1e3', '=99999999999', '=1000000001']) {
  answers[`/burn?n${value}`] = [400, TEXT, 'n must be a whole number from 0 to 1000000000'];
  answers[`/burn?ms${value}`] = [400, TEXT, 'ms must be a whole number from 0 to 60000'];
  answers[`/sleep?ms${value}`] = [400, TEXT, 'ms must be a whole number from 0 to 60000'];
}
answers['/sleep'] = answers['/sleep?ms=60001'] = [400, TEXT, 'ms must be a whole number from 0 to 60000'];
answers['/burn'] = answers['/burn?x=1'] = [400, TEXT, 'n must be a whole number from 0 to 1000000000'];

/** The contract's xorshift over whole numbers of any size, so that no 32-bit shortcut is shared with the servers. */
export function checksum(iterations: number): bigint {
  const mask = 0xffff_ffffn;
  let x = 2_463_534_242n;
  for (let i = 0; i < iterations; i++) {
    x ^= (x << 13n) & mask;
    x ^= x >> 17n;
    x ^= (x << 5n) & mask;
  }
  return x;
}
