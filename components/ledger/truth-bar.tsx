import marks from './marks.module.css';
import { countTruths, type Truth, truthSentence, truths, truthTable } from './truth.ts';
import { TruthMark } from './truth-mark.tsx';

/** A segment narrower than this share has no room for its number. */
const ROOM_FOR_NUMBER = 0.055;

/** How many claims there are of each state: one bar, its legend, and the same in a sentence. */
export function TruthBar({ claims }: { claims: readonly { truth: Truth }[] }) {
  const counts = countTruths(claims);
  const there = truths.filter((truth) => counts[truth] > 0);
  const percent = (share: number) => `${(share * 100).toFixed(3)}%`;
  return (
    <figure className="ledger-picture">
      <figcaption>{truthSentence(claims)}</figcaption>
      <svg className="ledger-bar" aria-hidden="true">
        {there.map((truth, i) => {
          const share = counts[truth] / claims.length;
          const x = there.slice(0, i).reduce((sum, other) => sum + counts[other], 0) / claims.length;
          return (
            <g key={truth} data-truth={truth} className={marks.tint}>
              <rect x={percent(x)} width={percent(share)} height="100%" />
              {share > ROOM_FOR_NUMBER && (
                <text x={percent(x + share / 2)} y="50%">
                  {counts[truth]}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <ul className="ledger-legend" aria-hidden="true">
        {there.map((truth) => (
          <li key={truth} title={truthTable[truth].means}>
            <TruthMark truth={truth} />
          </li>
        ))}
      </ul>
    </figure>
  );
}
