import { createHash } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * Does `work` while no other process of this host does so for the same directory. Two Mavens in one tree package each
 * other's half-compiled classes, and the jar that comes out starts, but lacks routes.
 *
 * The lock is a listening socket in Linux's abstract namespace: one process has the name, and the kernel frees it
 * when that process ends, however it ends. Whoever finds it taken is told once and waits until its holder hangs up.
 */
export async function whileNobodyElseBuilds(directory: string, onWait: () => void, work: () => Promise<void>) {
  const name = `\0loadstone-build-${createHash('sha256').update(directory).digest('hex')}`;
  const waiting = new Set<Socket>();
  const lock = createServer((other) => waiting.add(other.on('error', () => {})));
  for (let told = false; !(await listens(lock, name)); told = true) {
    if (!told) onWait();
    await hangsUp(name);
  }
  try {
    await work();
  } finally {
    lock.close();
    for (const other of waiting) other.destroy();
  }
}

/** Whether this process has the name now. */
const listens = (lock: Server, name: string) =>
  new Promise<boolean>((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error));
    lock.once('error', failed).listen(name, () => {
      lock.off('error', failed);
      resolve(true);
    });
  });

const hangsUp = (name: string) =>
  new Promise<void>((resolve) => {
    connect(name)
      .on('error', () => {})
      .once('close', () => resolve())
      .resume();
  });
