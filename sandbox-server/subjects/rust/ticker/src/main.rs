//! A ticker that is due every 10 ms, beside HOGS hogs that keep the core for HOG_MS: how late the ticker was at most.

use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::unbounded_channel;
use tokio::task::coop::unconstrained;
use tokio::task::yield_now;

const PERIOD: Duration = Duration::from_millis(10);

// #region hogs
fn busy_until(end: Instant) {
    while Instant::now() < end {
        std::hint::spin_loop();
    }
}

async fn bare(end: Instant) {
    busy_until(end); // [1]
}

async fn channel(end: Instant) {
    let (sender, mut receiver) = unbounded_channel();
    while Instant::now() < end {
        sender.send(()).expect("the receiver lives");
        receiver.recv().await; // [2]
    }
}

async fn yielding(end: Instant, slice: Duration) {
    while Instant::now() < end {
        busy_until(Instant::now() + slice);
        yield_now().await; // [3]
    }
}
// #endregion hogs

// [1] There is no await in it.
// [2] There always is a message, so this await never has to wait.
// [3] It hands the thread back although it has more to do.
// [4] The same function as in the task called bare.

// #region ticker
/// Sleeps until each tick and looks how late it is, until the hogs are done; the longest in milliseconds.
async fn ticks(are_done: impl Fn() -> bool) -> f64 {
    let mut longest = Duration::ZERO;
    let mut due = Instant::now() + PERIOD;
    while !are_done() {
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

/// Hogs and ticker are tasks of one thread.
fn tasks<F>(hogs: usize, hog: impl Fn() -> F) -> f64
where
    F: Future<Output = ()> + Send + 'static,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    runtime.expect("it needs no more than this thread").block_on(async {
        let hogs: Vec<_> = (0..hogs).map(|_| tokio::spawn(hog())).collect();
        ticks(|| hogs.iter().all(|hog| hog.is_finished())).await
    })
}

// #region threads
/// The same with threads of the operating system. The ticker is the one that calls this.
fn threads(hogs: usize, end: Instant) -> f64 {
    let hogs: Vec<_> = (0..hogs).map(|_| thread::spawn(move || busy_until(end))).collect(); // [4]
    let mut longest = Duration::ZERO;
    let mut due = Instant::now() + PERIOD;
    while !hogs.iter().all(|hog| hog.is_finished()) {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        longest = longest.max(due.elapsed());
        due = next(due);
    }
    longest.as_secs_f64() * 1e3
}
// #endregion threads

fn main() {
    let kind: String = report::setting("KIND");
    let hogs: usize = report::setting("HOGS");
    let time = Duration::from_millis(report::setting("HOG_MS"));
    let slice = Duration::from_millis(report::setting("SLICE_MS"));
    report::repeat(|| {
        let end = Instant::now() + time;
        let lateness = match kind.as_str() {
            "alone" => tasks(1, || tokio::time::sleep(time)),
            "bare" => tasks(hogs, || bare(end)),
            "channel" => tasks(hogs, || channel(end)),
            "unconstrained" => tasks(hogs, || unconstrained(channel(end))),
            "yielding" => tasks(hogs, || yielding(end, slice)),
            "threads" => threads(hogs, end),
            other => panic!("KIND is \"{other}\"; subject.json names what it may be."),
        };
        vec![("lateness", lateness)]
    });
    report::stay();
}
