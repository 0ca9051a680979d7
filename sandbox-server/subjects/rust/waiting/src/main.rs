//! COUNT threads or tasks that wait, and what each of them takes: memory, address space and time to make it.

use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

/// Longer than anybody looks.
const WAIT: Duration = Duration::from_secs(3600);

// #region threads
/// [1] A thread of the operating system: the kernel reserves its stack at once and fills it page by page when touched.
/// Its start counts once it runs, so all meet before the clock stops.
fn threads(count: usize, stack_bytes: usize) {
    let all_run = Arc::new(Barrier::new(count + 1));
    for _ in 0..count {
        let all_run = all_run.clone();
        let wait = move || {
            all_run.wait();
            std::thread::sleep(WAIT);
        };
        std::thread::Builder::new().stack_size(stack_bytes).spawn(wait).expect("the host allows no more threads");
    }
    all_run.wait();
}
// #endregion threads

// #region tasks
/// [2] A task is a value on the heap: its future, with what lives across an await, and a header of the runtime's.
/// The one that is asked last runs last, so that the clock stops when all of them wait.
async fn tasks(count: usize) {
    for _ in 0..count {
        tokio::spawn(async { tokio::time::sleep(WAIT).await });
    }
    tokio::spawn(async {}).await.expect("it does nothing");
}
// #endregion tasks

fn main() {
    let kind: String = report::setting("KIND");
    let count: usize = report::setting("COUNT");
    let stack_bytes = report::setting::<usize>("STACK_KB") * 1024;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(report::setting("WORKERS")).enable_time().build();
    let runtime = runtime.expect("the host allows a few threads");
    runtime.block_on(async { tokio::spawn(async {}).await.expect("it does nothing") });

    let (resident, address) = report::memory();
    let from = Instant::now();
    match kind.as_str() {
        "threads" => threads(count, stack_bytes),
        "tasks" => runtime.block_on(tasks(count)),
        other => panic!("KIND is \"{other}\"; it is threads or tasks."),
    }
    let micros = from.elapsed().as_secs_f64() * 1e6;
    let (resident_after, address_after) = report::memory();
    let each = |value: f64| value / count as f64;
    report::line(&[
        ("createEach", each(micros)),
        ("residentEach", each(resident_after - resident)),
        ("virtualEach", each(address_after - address)),
    ]);
    report::stay();
    // Nobody joins threads that wait for an hour.
    std::process::exit(0);
}
