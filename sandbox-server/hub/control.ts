import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../config.ts';

/** Longest path the kernel takes for a unix socket, less a margin. */
const MAX_SOCKET_PATH = 100;
const ANSWER_MS = 2000;

/** What the hub tells a command line of the same user: where it is, and a fresh start link. */
export const controlAnswerSchema = z.strictObject({
  pid: z.int(),
  port: z.int(),
  origin: z.string(),
  token: z.string(),
});
export type ControlAnswer = z.infer<typeof controlAnswerSchema>;

/** The socket of a data directory; a directory with too long a name gets one in a private folder of the system's. */
export function controlPath(data: string): string {
  const path = join(data, 'control.sock');
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH) return path;
  const folder = join(tmpdir(), `loadstone-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, `${createHash('sha256').update(data).digest('hex').slice(0, 16)}.sock`);
}

/** Asks the hub that holds this data directory, if one does. Each answer carries a new start token. */
export function askHub(data: string): Promise<ControlAnswer | undefined> {
  return new Promise((resolve) => {
    const socket = connect(controlPath(data));
    let text = '';
    socket.setTimeout(ANSWER_MS, () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('error', () => resolve(undefined));
    socket.on('close', () => {
      const parsed = text ? controlAnswerSchema.safeParse(JSON.parse(text)) : undefined;
      resolve(parsed?.success ? parsed.data : undefined);
    });
  });
}

/**
 * Opens the control socket, readable by this user only. It is also the lock of the data directory: the caller
 * has asked first, so a socket file that is still there belongs to a hub that was killed.
 */
export function openControl(data: string, answer: () => ControlAnswer): Promise<Server> {
  const path = controlPath(data);
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(JSON.stringify(answer()));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      chmodSync(path, 0o600);
      resolve(server);
    });
  });
}

/** @throws UsageError when another hub serves this data */
export async function demandAlone(data: string): Promise<void> {
  const other = await askHub(data);
  if (other)
    throw new UsageError(
      `Loadstone runs already on ${other.origin} with this data (process ${other.pid}). Use that one, end it, or choose other data with LOADSTONE_DATA.`,
    );
}
