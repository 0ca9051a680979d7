//! THREADS threads add 1 to one counter, ROUNDS times each: how much of it is there at the end?

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

fn main() {
    let kind: String = report::setting("KIND");
    let threads: usize = report::setting("THREADS");
    let rounds: u64 = report::setting("ROUNDS");
    let counter = AtomicU64::new(0);

    // #region work
    let work = |_| match kind.as_str() {
        // [1] Safe Rust, no data race, and still wrong: another thread may store between the load and the store.
        "load-store" => (0..rounds).for_each(|_| counter.store(counter.load(Relaxed) + 1, Relaxed)),
        // [2] Reading and writing as one step.
        "fetch-add" => (0..rounds).for_each(|_| _ = counter.fetch_add(1, Relaxed)),
        other => panic!("KIND is \"{other}\"; it is load-store or fetch-add."),
    };
    // #endregion work

    report::repeat(|| {
        counter.store(0, Relaxed);
        report::together(threads, work);
        vec![("kept", counter.load(Relaxed) as f64 * 100.0 / (threads as f64 * rounds as f64))]
    });
    report::stay();
}
