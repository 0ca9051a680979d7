import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot, readConfig } from '../sandbox-server/config.ts';
import { askHub } from '../sandbox-server/hub/control.ts';
import { readHostCard } from '../sandbox-server/runner/host-card.ts';
import { probeIsolation } from '../sandbox-server/runner/lab/doctor.ts';
import { missing, missingProgram, toolchainVersions } from '../sandbox-server/runner/toolchains.ts';
import { readVariants } from '../sandbox-server/runner/variants.ts';
import { splitCores } from '../stats/core-split.ts';
import { bubblewrap, curl, findProgram, iproute } from './system-packages.ts';

/** `npm run doctor [-- --json]`: what this host can do, proven by doing. Exit code 1 when live runs cannot work. */
const { values } = parseArgs({ options: { json: { type: 'boolean' } } });
const { data } = readConfig([], process.env);
const isolation = await probeIsolation();
const host = readHostCard(isolation.level, toolchainVersions());
const split = splitCores(host.physicalCores, { over: 'cores', rho: 1 });
const variants = readVariants(join(projectRoot, 'sandbox-server/variants'));
const programs = [bubblewrap, iproute, curl].map(({ program, debianPackage, costs }) => ({
  program,
  found: Boolean(findProgram(program)),
  without: costs,
  command: `sudo apt-get install ${debianPackage}`,
}));
const cargo = missingProgram('cargo');
const rust = {
  program: 'cargo',
  found: !cargo,
  without: 'no load tool, so no live experiments, and no Rust servers',
  command: cargo?.command,
};
/** Servers that this host cannot build or run; the others do not need what they lack. */
const unavailable = [...variants.all].flatMap(([id, { manifest }]) => {
  const lacks = missing(manifest.needs);
  return lacks ? [{ id, ...lacks }] : [];
});
const built = (path: string) => existsSync(join(projectRoot, path));
const report = {
  host,
  isolation,
  toolchains: [...programs, rust],
  cores: split ? { mode: split.mode, sweep: split.sweep } : { mode: 'recorded', sweep: [] },
  variants: [...variants.all.keys()],
  unavailable,
  faults: variants.faults,
  built: { site: built('out/index.html'), load: built('sandbox-server/load/target/release/load') },
  running: (await askHub(data))?.origin,
};
const live = isolation.level === 'pod' && report.toolchains.every(({ found }) => found) && split !== undefined;

if (values.json) process.stdout.write(`${JSON.stringify({ ...report, live }, null, 2)}\n`);
else {
  const line = (ok: boolean, text: string) => process.stdout.write(`${ok ? 'ok ' : 'no '} ${text}\n`);
  const print = (text: string) => process.stdout.write(`${text}\n`);
  print(
    `${host.cpuModel}, ${host.physicalCores.length} physical cores of ${host.usableCores.length} usable, ${(host.memoryBytes / 2 ** 30).toFixed(0)} GiB, ${host.os}, Linux ${host.kernel}\n`,
  );
  for (const check of isolation.checks) line(check.ok, `${check.title}${check.ok ? '' : `: ${check.detail}`}`);
  print('');
  for (const { program, found, without, command } of report.toolchains)
    line(found, found ? program : `${program}: ${without}. ${command}`);
  print('');
  line(
    split !== undefined,
    split
      ? `core sweeps: ${split.sweep.join(', ')} cores, ${split.mode === 'shared' ? 'shared with the load tool' : 'load tool on cores of its own'}`
      : 'core sweeps: one physical core shows recordings only',
  );
  line(
    variants.faults.length === 0,
    `servers: ${report.variants.join(', ')}${variants.faults.map((fault) => `\n   ${fault}`).join('')}`,
  );
  for (const { id, text, command } of unavailable) line(false, `${id}: ${text} ${command}`);
  print(
    live
      ? '\nThis host runs experiments live.'
      : '\nThis host shows recorded runs. The lines marked "no" say what is missing.',
  );
}
process.exitCode = live ? 0 : 1;
