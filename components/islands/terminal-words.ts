import type { ServerFrame } from '../../protocol/terminal-frames.ts';

type Exit = Extract<ServerFrame, { type: 'exit' }>;

const why: Record<Exit['reason'], string> = {
  exited: 'The shell ended',
  signal: 'The shell was ended by a signal',
  oom: 'The shell ended because memory ran out',
  limit: 'The shell ended because it met a limit',
  idle: 'The shell was ended after a long rest',
  lifetime: 'The shell was ended: its time was over',
  'lab-ended': 'The sandbox of this shell was ended',
  'hub-restart': 'The sandbox server was restarted',
};

export function exitWords({ reason, code, signal }: Exit): string {
  const detail = signal ? ` (${signal})` : code !== null && code !== 0 ? ` (code ${code})` : '';
  return `${why[reason]}${detail}.`;
}
