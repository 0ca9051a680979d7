import { Facts } from '../ui/facts.tsx';

/** What was measured: each server with the SHA-256 of its sources. */
export function SourceHashes({ sources }: { sources: Record<string, string> }) {
  return (
    <Facts rows={Object.entries(sources).map(([variant, hash]) => [variant, <code key={variant}>{hash}</code>])} />
  );
}
