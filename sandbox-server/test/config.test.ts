import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig, UsageError } from '../config.ts';

const fault = (...args: string[]) => {
  try {
    readConfig(args, {});
  } catch (error) {
    assert.ok(error instanceof UsageError);
    return error.message;
  }
  return assert.fail('it was accepted');
};

test('without arguments the hub takes the default port or the next free one, and the data lies in .loadstone', () => {
  const config = readConfig([], {});
  assert.equal(config.port, undefined);
  assert.match(config.data, /\/\.loadstone$/);
});

test('LOADSTONE_DATA moves the data', () => {
  assert.equal(readConfig([], { LOADSTONE_DATA: '/var/course' }).data, '/var/course');
});

for (const port of ['http', '70000', '-1', '1e3', '4300.5']) {
  test(`the port ${port} is refused with the range that is allowed`, () => {
    assert.match(fault(`--port=${port}`), /--port takes a number from 1 to 65535/);
  });
}

test('all faults are said at once', () => {
  assert.match(fault('--port', 'x', '--level', 'jail'), /--port takes[\s\S]*--level is pod or process/);
});

test('an unknown option is refused with the options there are', () => {
  assert.match(fault('--prot', '4300'), /'--prot'[\s\S]*Options: --port N/);
});

test('[A16] a server that others could reach is refused: there is no option for it yet', () => {
  for (const option of ['--host', '--workshop', '--insecure-lan'])
    assert.match(fault(option, '0.0.0.0'), new RegExp(`'${option}'`));
});
