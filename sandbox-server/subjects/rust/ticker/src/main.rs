//! A ticker that is due every 10 ms, beside a hog that keeps the core for HOG_MS: how late the ticker was at most.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::unbounded_channel;
use tokio::task::{unconstrained, yield_now};

const PERIOD: Duration = Duration::from_millis(10);
const SLICE: Duration = Duration::from_micros(100);

fn busy_for(time: Duration) {
    let from = Instant::now();
    while from.elapsed() < time {
        std::hint::spin_loop();
    }
}

// #region hogs
/// [1] There is no await in it: nothing else of this runtime runs until it ends.
async fn bare(until: Instant) {
    while Instant::now() < until {
        std::hint::spin_loop();
    }
}

/// [2] Each recv is ready at once. Tokio counts them, and says "not ready" when a task has had its budget.
async fn channel(until: Instant) {
    let (sender, mut receiver) = unbounded_channel();
    while Instant::now() < until {
        sender.send(()).expect("the receiver lives");
        receiver.recv().await;
    }
}

/// [3] It hands the core back by itself.
async fn yielding(until: Instant) {
    while Instant::now() < until {
        busy_for(SLICE);
        yield_now().await;
    }
}
// #endregion hogs

// #region ticker
/// Sleeps until each tick and looks how late it is, until the hog has ended; the longest in milliseconds.
async fn ticks(over: Arc<AtomicBool>) -> f64 {
    let from = Instant::now();
    let mut longest = Duration::ZERO;
    let mut due = from + PERIOD;
    while !over.load(Ordering::Relaxed) {
        tokio::time::sleep_until(due.into()).await;
        longest = longest.max(due.elapsed());
        due = next(due);
    }
    longest.as_secs_f64() * 1e3
}

/// A tick that was missed is not made up for.
fn next(due: Instant) -> Instant {
    let missed = due.elapsed().as_nanos() / PERIOD.as_nanos();
    due + PERIOD * (missed as u32 + 1)
}
// #endregion ticker

/// Both are tasks of one thread.
fn tasks(hog: impl Future<Output = ()> + Send + 'static) -> f64 {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    runtime.expect("it needs no more than this thread").block_on(async {
        let over = Arc::new(AtomicBool::new(false));
        let told = over.clone();
        tokio::spawn(async move {
            hog.await;
            told.store(true, Ordering::Relaxed);
        });
        ticks(over).await
    })
}

/// [4] Both are threads of the operating system, which takes the core from one of them to give it to the other.
fn threads(until: Instant) -> f64 {
    let hog = thread::spawn(move || while Instant::now() < until {});
    let mut longest = Duration::ZERO;
    let mut due = Instant::now() + PERIOD;
    while !hog.is_finished() {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        longest = longest.max(due.elapsed());
        due = next(due);
    }
    longest.as_secs_f64() * 1e3
}

fn main() {
    let kind: String = report::setting("KIND");
    let time = Duration::from_millis(report::setting("HOG_MS"));
    report::repeat(|| {
        let until = Instant::now() + time;
        let lateness = match kind.as_str() {
            "alone" => tasks(async move { tokio::time::sleep(time).await }),
            "bare" => tasks(bare(until)),
            "channel" => tasks(channel(until)),
            "unconstrained" => tasks(unconstrained(channel(until))),
            "yielding" => tasks(yielding(until)),
            "threads" => threads(until),
            other => panic!("KIND is \"{other}\"; subject.json names what it may be."),
        };
        vec![("lateness", lateness)]
    });
    report::stay();
}
