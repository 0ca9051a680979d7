// WORKERS=2 node sandbox-server/variants/node/cluster/server.js
// A primary that accepts connections and hands each to one of its workers; every worker is a node/http of its own.
import cluster from 'node:cluster';
import { createServer } from 'node:http';
import { createAnswer } from '../routes.js';
import { announce, host, port, workers } from '../settings.js';

// #region server
if (cluster.isPrimary) {
  cluster.schedulingPolicy = cluster.SCHED_RR; // [1]
  for (let i = 0; i < workers; i++) cluster.fork();

  let listening = 0;
  cluster.on('listening', (_, address) => {
    listening += 1;
    if (listening === workers) announce(address.port, workers);
  });

  cluster.on('exit', (worker, code, signal) => {
    const complaint = `worker ${worker.id} ended (${signal ?? code}), so the cluster ends too\n`;
    if (process.exitCode === undefined) process.stderr.write(complaint); // [2]
    stop(1);
  });
  process.on('SIGTERM', () => stop(0));
} else {
  const answer = createAnswer(`worker-${cluster.worker.id}`, workers);
  const server = createServer({ keepAliveTimeout: 75_000, headersTimeout: 80_000 }, answer);
  server.listen({ host, port, backlog: 4096 }); // [3]
}

function stop(code) {
  process.exitCode ??= code;
  for (const worker of Object.values(cluster.workers)) worker.process.kill('SIGTERM'); // [4]
}
// #endregion server

// [1] Round robin, the default except on Windows: workers take turns by connection, not by request.
//     Two busy keep-alive connections can keep at most two workers busy, however many there are.
// [2] Forking another would be right in production; in a measurement, a missing worker must not go unseen.
// [3] A worker's listen() asks the primary, which opens the one socket that all of them share.
// [4] The primary has nothing to do after its last worker is gone, and then ends by itself.
