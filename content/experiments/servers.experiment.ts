import type { ExperimentSpec } from '../../protocol/experiment.ts';

const http = [
  'node/http',
  'node/cluster',
  'node/worker-pool',
  'node/child-process',
  'node/express',
  'node/fastify',
  'node/cache-map',
  'node/cache-lru',
  'node/gateway',
  'node/users-pg',
  'rust/hyper',
  'rust/axum',
  'rust/axum-current-thread',
  'rust/axum-blocking-naive',
  'rust/axum-spawn-blocking',
  'rust/axum-rayon',
  'rust/axum-gateway',
  'rust/axum-users',
  'rust/threads',
  'rust/cache-moka',
  'java/spring-platform',
  'java/spring-virtual',
  'java/spring-users',
  'go/nethttp',
  'upstream/slow',
];
const websocket = ['node/ws', 'rust/tokio-ws', 'java/ws'];
const seriesOf = (variant: string) => ({ id: variant.replace('/', '-'), label: variant, variant });

export default {
  id: 'servers',
  title: 'All servers in one table',
  question: 'What does each server do by itself: how fast on one core, how heavy, how soon ready?',
  series: [
    ...http.map(seriesOf),
    ...websocket.map((variant) => ({
      ...seriesOf(variant),
      load: { kind: 'hold', path: '/ws', connections: 64, echoRate: 4000 } as const,
    })),
  ],
  load: { kind: 'closed', path: '/ping', connections: 64 },
  sweep: { over: 'nothing' },
  questions: [],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the load tool is busy before the server: the throughput is then "at least"',
    'servers of WebSockets are compared by throughput: they are offered a plan, and what it costs them is the figure',
  ],
} satisfies ExperimentSpec;
