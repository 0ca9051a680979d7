import { readHostCard } from '../sandbox-server/runner/host-card.ts';

const [load, server] = readHostCard('none', {}).physicalCores;

/** Where the load tool and the servers run: two physical cores, never siblings of one (CP1). */
export function benchCores(): { load: number; server: number } {
  if (load === undefined || server === undefined)
    throw new Error('The bench needs two physical cores: one for the server and one for the load.');
  return { load, server };
}
