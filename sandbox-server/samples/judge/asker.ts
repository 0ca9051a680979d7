/**
 * Runs inside the walls, once for each program: starts it, asks it, says on stdout as JSON what happened (`Trial`).
 *
 *   asker
 *   └─ the program, ended with the asker
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { constants } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { SampleAnswer, SampleAsk, SampleProgram } from '../../../protocol/sample-code.ts';
import type { Trial } from './program.ts';

const PORT = 3000;
const KNOCK_EVERY_MS = 50;
const READY_MS = 60_000; // a Java server beside a compiler takes its time
const ANSWER_MS = 10_000;
const END_MS = 30_000;

const { argv, asks, openFiles, silentClients = 0 } = JSON.parse(process.argv[2] ?? '') as SampleProgram;
const limited = openFiles ? ['prlimit', `--nofile=${openFiles}`, ...argv] : argv;
const [command = '', ...args] = limited;
const env = { ...process.env, NODE_ENV: 'production' };
const program = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });

let [output, complaint] = ['', ''];
program.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
program.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
const ended = once(program, 'close').then(([code]) => code as number | null);
const isRunning = () => program.exitCode === null && program.signalCode === null;

const answers: SampleAnswer[] = [];
if (asks.length === 0) await within(END_MS, ended);
else {
  await untilItListens();
  if (silentClients > 0) await crowd();
  for (const ask of asks) answers.push(await answerTo(ask));
  // A connection that breaks is often the first sign of a program that is ending.
  if (answers.some(({ status }) => status === null)) await within(ANSWER_MS, ended);
}
// As shells have it: 128 and the number of the signal that ended it.
const exitCode = program.exitCode ?? (program.signalCode ? 128 + constants.signals[program.signalCode] : null);
const trial: Trial = { exitCode, complaint, answers, output: output.split('\n').filter(Boolean) };
process.stdout.write(JSON.stringify(trial), () => process.exit());

async function untilItListens(): Promise<void> {
  const latest = performance.now() + READY_MS;
  while (isRunning() && performance.now() < latest) {
    const socket = connection();
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => {});
    const listens = !socket.connecting && !socket.errored;
    socket.destroy();
    if (listens) return;
    await pause(KNOCK_EVERY_MS);
  }
}

/** Opens the silent connections and closes them as soon as the program complains or ends. */
async function crowd(): Promise<void> {
  const sockets = Array.from({ length: silentClients }, connection);
  const complains = complaint ? Promise.resolve() : once(program.stderr, 'data');
  await within(ANSWER_MS, Promise.race([complains, ended]));
  for (const socket of sockets) socket.destroy();
}

/** Its errors are of no interest: what counts is whether it opens. */
function connection(): Socket {
  return connect(PORT, '127.0.0.1').on('error', () => {});
}

async function answerTo(ask: SampleAsk): Promise<SampleAnswer> {
  try {
    return await ('says' in ask ? echoOf(ask.says) : respond(ask));
  } catch {
    return { status: null, body: '' };
  }
}

async function respond({ method, path, body }: Exclude<SampleAsk, { says: string }>): Promise<SampleAnswer> {
  const json =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const signal = AbortSignal.timeout(ANSWER_MS);
  const response = await fetch(`http://127.0.0.1:${PORT}${path}`, { method, signal, ...json });
  return { status: response.status, body: await response.text() };
}

async function echoOf(text: string): Promise<SampleAnswer> {
  const socket = new WebSocket(`ws://127.0.0.1:${PORT}/`);
  const echo = new Promise<string>((resolve, reject) => {
    socket.onopen = () => socket.send(text);
    socket.onmessage = ({ data }) => resolve(String(data));
    socket.onerror = () => reject(new Error('the connection broke'));
  });
  return { status: 101, body: (await within(ANSWER_MS, echo)) ?? '' };
}

/** What a promise gives, or undefined when it takes longer. */
function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  return Promise.race([promise, pause(ms, undefined, { ref: false })]);
}
