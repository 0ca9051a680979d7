//! THREADS threads count: on one atomic, behind one mutex, or each on a counter of its own, APART bytes from the next.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

// #region layout
/// [1] Processors move memory between cores in lines of 64 bytes, and often fetch two at once: 128 bytes from one
/// counter to the next keep them apart, 8 bytes put them into one line although no thread touches another's counter.
#[repr(align(128))]
struct Lines([AtomicU64; 16]);

fn own(all: &[Lines], thread: usize, apart: usize) -> &AtomicU64 {
    let index = thread * apart / size_of::<AtomicU64>();
    &all[index / 16].0[index % 16]
}
// #endregion layout

fn main() {
    let kind: String = report::setting("KIND");
    let threads: usize = report::setting("THREADS");
    let rounds: u64 = report::setting("ROUNDS");
    let apart: usize = report::setting("APART");
    let mutex = Mutex::new(0u64);
    let counters: Vec<Lines> = (0..threads.max(1)).map(|_| Lines([const { AtomicU64::new(0) }; 16])).collect();

    // #region work
    let work = |thread: usize| match kind.as_str() {
        "atomic" => (0..rounds).for_each(|_| _ = counters[0].0[0].fetch_add(1, Relaxed)),
        "mutex" => (0..rounds).for_each(|_| *mutex.lock().expect("nobody panics") += 1),
        "own" => {
            let counter = own(&counters, thread, apart);
            (0..rounds).for_each(|_| _ = counter.fetch_add(1, Relaxed));
        }
        other => panic!("KIND is \"{other}\"; it is atomic, mutex or own."),
    };
    // #endregion work

    report::repeat(|| {
        let seconds = report::together(threads, work);
        vec![("operations", threads as f64 * rounds as f64 / seconds)]
    });
    report::stay();
}
