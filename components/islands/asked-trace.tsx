import { ProgramLines } from '../charts/program-lines.tsx';
import islands from './islands.module.css';
import { TracePlayer, type TracePlayerProps } from './trace-player.tsx';

/** A program by itself, so that the reader can say what it prints; what ran when is there to be opened. */
export function AskedTrace({ why, ...player }: TracePlayerProps & { why: string }) {
  return (
    <div className={islands.island}>
      <ProgramLines path={player.trace.source.path} lines={player.lines} />
      <details>
        <summary>What it printed, and what ran when</summary>
        <TracePlayer {...player} />
        <p className={islands.note}>{why}</p>
      </details>
    </div>
  );
}
