/**
 * Answers that theory knows exactly, to check instruments and searches against. Rates per second, times in seconds.
 * Sources: Gross, Shortle, Thompson and Harris, Fundamentals of Queueing Theory, chapters 2 and 5; Little 1961.
 */

export interface Queue {
  /** Arrivals a second (λ). */
  readonly arrivals: number;
  /** What one server answers a second (μ). */
  readonly serves: number;
}

export interface QueueAnswer {
  /** Share of the servers' time that is used (ρ). */
  readonly utilisation: number;
  readonly meanWait: number;
  /** Wait and service. */
  readonly meanResponse: number;
}

/** M/M/c: exponential gaps and service times, `servers` alike behind one queue. Undefined when it would grow forever. */
export function multiServerQueue({ arrivals, serves }: Queue, servers: number): QueueAnswer | undefined {
  const spare = servers * serves - arrivals;
  if (spare <= 0) return undefined;
  const meanWait = erlangC(servers, arrivals / serves) / spare;
  return { utilisation: arrivals / (servers * serves), meanWait, meanResponse: meanWait + 1 / serves };
}

/** Quantile of the wait in M/M/c, from P(wait > t) = C · exp(−(cμ − λ)t); 0 for those who need not wait. */
export function multiServerWaitQuantile({ arrivals, serves }: Queue, servers: number, p: number): number | undefined {
  const spare = servers * serves - arrivals;
  if (spare <= 0) return undefined;
  return Math.max(0, Math.log(erlangC(servers, arrivals / serves) / (1 - p)) / spare);
}

/** Quantile of the response time in M/M/1, which is exponential with rate μ − λ. */
export function singleServerResponseQuantile({ arrivals, serves }: Queue, p: number): number | undefined {
  return serves > arrivals ? -Math.log1p(-p) / (serves - arrivals) : undefined;
}

/** M/D/1: exponential gaps, every service the same; half the wait of M/M/1 (Pollaczek and Khinchine). */
export function fixedServiceQueue({ arrivals, serves }: Queue): QueueAnswer | undefined {
  if (arrivals >= serves) return undefined;
  const utilisation = arrivals / serves;
  const meanWait = utilisation / (2 * serves * (1 - utilisation));
  return { utilisation, meanWait, meanResponse: meanWait + 1 / serves };
}

/**
 * Quantile of the response time in M/D/1. With service time D and kD − u the time waited, 0 < u ≤ D,
 * P(wait ≤ kD − u) = exp(−λu) Σ Q(k−1−j) (λu)^j / j!, j = 0 … k−1, with Q(m) the probability of at most m waiting
 * (Franx, A simple solution for the M/D/c waiting time distribution, 2001). All terms are positive, so none cancel.
 */
export function fixedServiceResponseQuantile({ arrivals, serves }: Queue, p: number): number | undefined {
  if (arrivals >= serves) return undefined;
  const load = arrivals / serves;
  const atMost = waitingAtMost(load, p);
  const waits = (k: number, u: number) => {
    let [sum, term] = [0, Math.exp(-load * u)];
    for (let j = 0; j < k; j++) {
      sum += (atMost[k - 1 - j] as number) * term;
      term *= (load * u) / (j + 1);
    }
    return sum;
  };
  if (waits(1, 1) >= p) return 1 / serves;
  const k = atMost.length;
  let [low, high] = [0, 1];
  for (let i = 0; i < 50; i++) {
    const u = (low + high) / 2;
    if (waits(k, u) >= p) low = u;
    else high = u;
  }
  return (k - low + 1) / serves;
}

/**
 * P(at most m requests wait) in M/D/1 at utilisation `load`, for m = 0, 1, … until it reaches p. From the embedded chain
 * of the number in the system, by the recursion without subtractions (Ramaswami 1988).
 */
function waitingAtMost(load: number, p: number): number[] {
  const none = Math.exp(-load);
  /** More than k arrivals during one service. */
  const more: number[] = [-Math.expm1(-load)];
  let arrived = none;
  const inSystem = [1 - load];
  const found: number[] = [];
  let total = inSystem[0] as number;
  for (let j = 1; (found.at(-1) ?? 0) < p; j++) {
    let flow = 0;
    for (let i = 0; i < j; i++) flow += (inSystem[i] as number) * (more[i === 0 ? j - 1 : j - i] as number);
    inSystem.push(flow / none);
    total += inSystem[j] as number;
    found.push(total);
    arrived *= load / j;
    more.push(Math.max((more[j - 1] as number) - arrived, 0));
  }
  return found;
}

/**
 * Probability of having to wait in M/M/c with λ/μ = `load` < `servers` (Erlang C). By the recursion of Erlang B,
 * B(k) = load·B(k−1)/(k + load·B(k−1)), which has no factorials to overflow.
 */
export function erlangC(servers: number, load: number): number {
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = (load * blocked) / (k + load * blocked);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/** Little's law: 1 when throughput, mean time in the system and the number in it belong together. */
export function littleRatio(throughput: number, meanSeconds: number, inFlight: number): number {
  return (throughput * meanSeconds) / inFlight;
}

/** A server that is frozen for a while, again and again, under a plan that does not wait for it. */
export interface Stall extends Queue {
  readonly frozenSeconds: number;
  readonly everySeconds: number;
}

/** Share of the requests that a stall delays: (S/T)(1 + λ/(μ − λ)), those that come in it and while the queue drains. */
export function stalledShare({ arrivals, serves, frozenSeconds, everySeconds }: Stall): number {
  return (frozenSeconds / everySeconds) * (1 + arrivals / (serves - arrivals));
}

/** Quantile of the delay that a stall causes: S(1 − (1 − p)/f) with f the share delayed; 0 for the others. */
export function stallQuantile(stall: Stall, p: number): number {
  return Math.max(0, stall.frozenSeconds * (1 - (1 - p) / stalledShare(stall)));
}
