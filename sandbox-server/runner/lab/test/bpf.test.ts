import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assemble } from '../bpf.ts';

test('steps become struct sock_filter, 8 bytes each, little-endian', () => {
  const bytes = assemble([
    { load: 4 },
    { test: 'equal', value: 0xc000003e, no: 'no' },
    { give: 0x7fff0000 },
    { label: 'no' },
    { give: 0x80000000 },
  ]);
  assert.equal(
    Buffer.from(bytes).toString('hex'),
    ['2000000004000000', '150000013e0000c0', '060000000000ff7f', '0600000000000080'].join(''),
  );
});

test('a jump may go over many steps, a test over 255', () => {
  const filler = (count: number) => Array.from({ length: count }, () => ({ give: 0 }));
  const bytes = assemble([{ goto: 'end' }, ...filler(300), { label: 'end' }, { give: 1 }]);
  assert.equal(Buffer.from(bytes.subarray(0, 8)).toString('hex'), '050000002c010000');
  assert.throws(
    () => assemble([{ test: 'equal', value: 1, yes: 'end' }, ...filler(256), { label: 'end' }, { give: 1 }]),
    /256 instructions away/,
  );
});

test('a label that is missing or lies behind is an error', () => {
  assert.throws(() => assemble([{ goto: 'nowhere' }]), /no label nowhere/);
  assert.throws(() => assemble([{ label: 'back' }, { load: 0 }, { goto: 'back' }]), /away/);
  assert.throws(() => assemble(Array.from({ length: 4097 }, () => ({ give: 0 }))), /4097 instructions/);
});
