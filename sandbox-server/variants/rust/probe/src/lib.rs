//! Says four times a second how a tokio runtime is doing, as JSON lines on an inherited pipe: never on the server's own
//! port. The pipe's number is in PROBE_FD, the beginning of time in PROBE_EPOCH_US; without PROBE_FD it does nothing.
//!
//! Only stable metrics. A worker in one long poll publishes nothing until that is over: the operating system's CPU
//! time stands beside these figures, and a worker with much CPU and no busy time is in such a poll.

use std::env;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::os::fd::FromRawFd;
use std::process;
use std::thread;
use std::time::Duration;

use tokio::runtime::{Handle, RuntimeMetrics};

const EVERY: Duration = Duration::from_millis(250);

/// Starts the thread that tells, if somebody listens.
pub fn start(runtime: &Handle) {
    let Some(pipe) = number("PROBE_FD") else { return };
    // SAFETY: who sets PROBE_FD hands over that descriptor for this purpose only.
    let mut pipe = unsafe { File::from_raw_fd(pipe) };
    let epoch_us = number("PROBE_EPOCH_US").unwrap_or(0);
    let metrics = runtime.metrics();
    let tell = move || {
        let mut then = Totals::read(&metrics);
        loop {
            thread::sleep(EVERY);
            let now = Totals::read(&metrics);
            let sent = pipe.write_all(now.line(&then, &metrics, epoch_us).as_bytes());
            // The pipe does not block: a reader that is late loses lines, and one that is gone ends the telling.
            if sent.is_err_and(|error| error.kind() != ErrorKind::WouldBlock) {
                return;
            }
            then = now;
        }
    };
    thread::Builder::new().name("probe".into()).spawn(tell).expect("one more thread");
}

fn number<T: std::str::FromStr>(name: &str) -> Option<T> {
    env::var(name).ok()?.parse().ok()
}

/// Since the start of the runtime, for each worker.
struct Totals {
    at_us: u64,
    busy_us: Vec<u64>,
    parks: Vec<u64>,
}

impl Totals {
    fn read(metrics: &RuntimeMetrics) -> Self {
        let workers = 0..metrics.num_workers();
        let busy_us = |worker| metrics.worker_total_busy_duration(worker).as_micros() as u64;
        Self {
            at_us: monotonic_us(),
            busy_us: workers.clone().map(busy_us).collect(),
            parks: workers.map(|worker| metrics.worker_park_count(worker)).collect(),
        }
    }

    fn line(&self, then: &Self, metrics: &RuntimeMetrics, epoch_us: u64) -> String {
        let since =
            |now: &[u64], then: &[u64]| -> Vec<u64> { now.iter().zip(then).map(|(now, then)| now - then).collect() };
        format!(
            "{{\"t\":\"inner\",\"source\":\"tokio\",\"atUs\":{},\"pid\":{},\"spanUs\":{},\"busyUs\":{:?},\"parks\":{:?},\
             \"aliveTasks\":{},\"globalQueue\":{}}}\n",
            self.at_us.saturating_sub(epoch_us),
            process::id(),
            self.at_us - then.at_us,
            since(&self.busy_us, &then.busy_us),
            since(&self.parks, &then.parks),
            metrics.num_alive_tasks(),
            metrics.global_queue_depth(),
        )
    }
}

/// The clock of the load tool and of all other probes; std's Instant does not tell its number.
fn monotonic_us() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes one timespec.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut time) };
    time.tv_sec as u64 * 1_000_000 + time.tv_nsec as u64 / 1_000
}
