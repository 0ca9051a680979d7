//! THREADS workers: each waits FREE_MS on its own, then INSIDE_MS while it holds the one lock.

use std::sync::Mutex;
use std::thread::sleep;
use std::time::Duration;

fn main() {
    let threads: usize = report::setting("THREADS");
    let rounds: usize = report::setting("ROUNDS");
    let free = Duration::from_millis(report::setting("FREE_MS"));
    let inside = Duration::from_millis(report::setting("INSIDE_MS"));
    let lock = Mutex::new(());

    // #region work
    // Nobody computes here: cores are not what these workers wait for.
    let work = |_| {
        for _ in 0..rounds {
            sleep(free);
            let _held = lock.lock().expect("nobody panics");
            sleep(inside);
        }
    };
    // #endregion work

    report::repeat(|| {
        let seconds = report::together(threads, work);
        vec![("operations", (threads * rounds) as f64 / seconds)]
    });
    report::stay();
}
