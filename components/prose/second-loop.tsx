import styles from './prose.module.css';
import { Box, Connections, Cores, coreX, Drop, Loop, middle, Way } from './ways.tsx';

const two = [0, 2];
const busy = [0, 1, 2];
/** Where the one loop that answers stands. */
const MAIN = 110;

/** Three ways to a second loop: who accepts, who computes, what goes between them. Drawn from the code, not measured. */
export function SecondLoop() {
  return (
    <figure className={styles.ways}>
      <div className={styles.waysRow}>
        <Way
          title="node/cluster"
          text="The primary accepts, and deals out connections. Each process answers and computes for its own. Nothing goes between them."
        >
          <Connections to={[MAIN, MAIN, MAIN, MAIN]} y={38} />
          <rect x={66} y={38} width={88} height={18} rx={4} className={styles.shape} />
          <text x={MAIN} y={51} textAnchor="middle" className={styles.label}>
            primary
          </text>
          {busy.map((core) => (
            <g key={core}>
              <path d={`M${MAIN} 56C${MAIN} 66 ${middle(core)} 62 ${middle(core)} 76`} className={styles.wire} />
              <Box x={coreX(core) - 2} y={76} width={68} height={76} label="process" />
              <Loop x={middle(core)} y={116} colour={2} />
              <Drop x={middle(core)} />
            </g>
          ))}
          <Cores busy={busy} />
        </Way>
        <Way
          title="node/worker-pool"
          text="One process. One loop accepts and answers; threads beside it compute. Numbers and results are copied in messages."
        >
          <Connections to={[MAIN, MAIN, MAIN, MAIN]} y={42} />
          <Box x={4} y={28} width={212} height={124} label="process" labelAt="top" />
          <Loop x={MAIN} y={60} colour={1} />
          <Drop x={MAIN} from={80} />
          {two.map((core) => (
            <g key={core}>
              <Message core={core} />
              <path d={`M${middle(core) - 23} 100v42m46 -42v42`} className={styles.worker} />
              <text x={middle(core)} y={125} textAnchor="middle" className={styles.label}>
                thread
              </text>
              <Drop x={middle(core)} from={146} />
            </g>
          ))}
          <Cores busy={busy} />
        </Way>
        <Way
          title="node/child-process"
          text="One loop accepts and answers; processes of their own compute. The same messages go through the operating system."
        >
          <Connections to={[MAIN, MAIN, MAIN, MAIN]} y={40} />
          <Box x={74} y={28} width={72} height={62} label="process" />
          <Loop x={MAIN} y={58} colour={1} />
          <Drop x={MAIN} from={92} />
          {two.map((core) => (
            <g key={core}>
              <Message core={core} />
              <Box x={coreX(core) - 2} y={98} width={68} height={54} label="child" />
              <Drop x={middle(core)} />
            </g>
          ))}
          <Cores busy={busy} />
        </Way>
      </div>
      <figcaption>
        How the servers are built, drawn for three cores. A circular arrow is a loop that answers, a dashed line a
        message and its reply.
      </figcaption>
    </figure>
  );
}

/** There and back between the loop that answers and one that computes. */
function Message({ core }: { core: number }) {
  const side = core === 0 ? -1 : 1;
  return (
    <path
      d={`M${MAIN + side * 20} 62C${middle(core)} 62 ${middle(core)} 74 ${middle(core)} 94`}
      className={styles.wire}
      strokeDasharray="4 3"
    />
  );
}
