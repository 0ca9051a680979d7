import styles from './prose.module.css';
import { Box, Connections, Cores, cores, coreX, Drop, Loop, middle, Way } from './ways.tsx';

/** Three ways to arrange one server over cores. Drawn from the code of the variants, not from measurements. */
export function ThreeWays() {
  return (
    <figure className={styles.ways}>
      <div className={styles.waysRow}>
        <Way
          title="node/http"
          text="One process. Its event loop is one thread, so all requests queue for that thread. The other cores have nothing of this server's JavaScript to run."
        >
          <Connections to={[middle(0), middle(0), middle(0), middle(0)]} y={88} />
          <Box x={coreX(0) - 4} y={66} width={72} height={86} label="process" />
          <Loop x={middle(0)} y={112} colour={1} />
          <Drop x={middle(0)} />
          <Cores busy={[0]} />
        </Way>
        <Way
          title="node/cluster"
          text="A primary process hands each new connection to one of several processes. Each has an event loop of its own, on one thread; the operating system puts the threads on cores."
        >
          <Connections to={[110, 110, 110, 110]} y={38} />
          <rect x={66} y={38} width={88} height={18} rx={4} className={styles.shape} />
          <text x={110} y={51} textAnchor="middle" className={styles.label}>
            primary
          </text>
          {cores.map((core) => (
            <g key={core}>
              <path d={`M110 56C110 66 ${middle(core)} 62 ${middle(core)} 76`} className={styles.wire} />
              <Box x={coreX(core) - 2} y={76} width={68} height={76} label="process" />
              <Loop x={middle(core)} y={116} colour={2} />
              <Drop x={middle(core)} />
            </g>
          ))}
          <Cores busy={cores} />
        </Way>
        <Way
          title="rust/hyper, rust/axum"
          text="One process with several worker threads. Each connection is a task; a worker runs the tasks that are ready, and an idle worker takes tasks from a busy one."
        >
          <Connections to={[74, 104, 134, 164]} y={44} />
          <Box x={4} y={30} width={212} height={122} label="process" labelAt="top" />
          {[74, 104, 134, 164].map((x) => (
            <g key={x}>
              <circle cx={x} cy={52} r={8} className={styles.task} />
            </g>
          ))}
          <text x={180} y={56} className={styles.label}>
            tasks
          </text>
          {cores.map((core, index) => (
            <g key={core}>
              <path
                d={`M${[74, 119, 164][index]} 62C${[74, 119, 164][index]} 76 ${middle(core)} 78 ${middle(core)} 92`}
                className={styles.wire}
              />
              <path d={`M${middle(core) - 14} 96v46m28 -46v46`} className={styles.worker} />
              <text x={middle(core)} y={123} textAnchor="middle" className={styles.label}>{`w${core + 1}`}</text>
              <Drop x={middle(core)} from={146} />
            </g>
          ))}
          <Cores busy={cores} />
        </Way>
      </div>
      <figcaption>
        How the servers are built, drawn for three cores. Dots at the top are connections; a circular arrow is an event
        loop, a pair of lines a worker thread.
      </figcaption>
    </figure>
  );
}
