import { findProgram, wrk } from '../scripts/system-packages.ts';

/** Load tools that ours is measured beside. None is part of the course; without one its bars are skipped. */
const tools = {
  wrk: { setting: 'LOADSTONE_WRK', install: `sudo apt-get install ${wrk.debianPackage}` },
  // Its own build names it wrk.
  wrk2: {
    setting: 'LOADSTONE_WRK2',
    install: 'git clone https://github.com/giltene/wrk2 && make -C wrk2, then set LOADSTONE_WRK2 to wrk2/wrk',
  },
  oha: { setting: 'LOADSTONE_OHA', install: 'cargo install oha --locked' },
} as const;

/** Where a tool is, or the sentence that says how to get it. */
export function referenceTool(name: keyof typeof tools): { path: string } | { skipped: string } {
  const { setting, install } = tools[name];
  const path = process.env[setting] ?? findProgram(name);
  return path ? { path } : { skipped: `${name} is not there. To install it: ${install}` };
}
