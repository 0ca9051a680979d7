//! One task starts others on THREADS workers. Time until all of them are done, and how many the busiest worker ended.

use std::hint::black_box;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, worker_index};
use tokio::task::JoinHandle;

/// About a millisecond of computing. Counted in steps and not in time: two tasks on one core then take twice as long.
const STEPS: usize = 500_000;
const WAIT: Duration = Duration::from_millis(100);

/// Each step needs the result of the step before.
fn compute(steps: usize) {
    let mut x: u32 = black_box(2_463_534_242);
    for _ in 0..steps {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
    }
    black_box(x);
}

/// The number of the worker that runs this line.
fn here() -> usize {
    worker_index().expect("tasks run on workers")
}

// #region kinds
async fn computes(steps: usize) -> usize {
    compute(steps); // [1]
    here()
}

async fn waits() -> usize {
    tokio::time::sleep(WAIT).await;
    here()
}
// #endregion kinds

// #region spawned
/// Is a task itself, so all that it starts begin in the queue of one worker.
async fn spawned(kind: String, count: usize) -> (f64, Vec<usize>) {
    let from = Instant::now();
    let tasks: Vec<JoinHandle<usize>> = match kind.as_str() {
        "many" => (0..count).map(|_| tokio::spawn(computes(STEPS))).collect(),
        "one" => vec![tokio::spawn(computes(STEPS * count))], // [2]
        "waits" => (0..count).map(|_| tokio::spawn(waits())).collect(),
        other => panic!("KIND is \"{other}\"; it is many, one or waits."),
    };
    let mut ended = Vec::new();
    for task in tasks {
        ended.push(task.await.expect("no task panics"));
    }
    (from.elapsed().as_secs_f64() * 1e3, ended)
}
// #endregion spawned

// [1] No await in it: a task that computes holds its worker until it has ended.
// [2] As many steps as all the small tasks have together.

fn main() {
    let workers: usize = report::setting("THREADS");
    let count: usize = report::setting("COUNT");
    let kind: String = report::setting("KIND");
    let runtime = Builder::new_multi_thread().worker_threads(workers).enable_time().build();
    let runtime = runtime.expect("the host allows a few threads");
    report::repeat(|| {
        let (millis, ended) = runtime.block_on(runtime.spawn(spawned(kind.clone(), count))).expect("no panic");
        let of = |worker| ended.iter().filter(|&&at| at == worker).count();
        let most = (0..workers).map(of).max().unwrap_or(0);
        vec![("doneAfter", millis), ("busiestShare", most as f64 * 100.0 / ended.len() as f64)]
    });
    report::stay();
}
