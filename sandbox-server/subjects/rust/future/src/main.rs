//! What the future of a handler takes by itself, and what each of COUNT tasks takes that waits inside it.

use std::hint::black_box;
use std::mem::size_of_val;
use std::pin::Pin;
use std::time::{Duration, Instant};

/// Longer than anybody looks.
const WAIT: Duration = Duration::from_secs(3600);

async fn elsewhere() {
    tokio::time::sleep(WAIT).await;
}

/// Touches every byte, so that the buffer is really there.
fn sum(buffer: &[u8]) -> usize {
    black_box(buffer).iter().map(|&byte| usize::from(byte)).sum()
}

// #region keeps
async fn keeps<const BYTES: usize>(fill: u8) -> usize {
    let buffer = [fill; BYTES];
    elsewhere().await;
    sum(&buffer) // [1]
}
// #endregion keeps

// #region ends-before
async fn ends_before<const BYTES: usize>(fill: u8) -> usize {
    let sum = {
        let buffer = [fill; BYTES];
        sum(&buffer)
    }; // [2]
    elsewhere().await;
    sum
}
// #endregion ends-before

// #region in-scope
async fn in_scope<const BYTES: usize>(fill: u8) -> usize {
    let buffer = [fill; BYTES];
    let sum = sum(&buffer); // [3]
    elsewhere().await;
    sum
}
// #endregion in-scope

// #region handed-on
async fn handed_on<const BYTES: usize>(fill: u8) -> usize {
    with([fill; BYTES]).await
}

async fn with<const BYTES: usize>(buffer: [u8; BYTES]) -> usize {
    elsewhere().await;
    sum(&buffer) // [4]
}
// #endregion handed-on

// #region boxed
fn boxed<const BYTES: usize>(fill: u8) -> Pin<Box<dyn Future<Output = usize> + Send>> {
    Box::pin(keeps::<BYTES>(fill)) // [5]
}
// #endregion boxed

// [1] Used after the await, so it has to be somewhere while the handler waits.
// [2] The buffer ends with its block, before the await.
// [3] Not used after the await. But it is in scope until the function ends.
// [4] It comes in as an argument, by value, and is used after the await.
// [5] The same future as keeps, on the heap. What is handed out is a pointer to it, and one to its functions.
// [6] It was spawned last and runs last: all the others have been polled and wait now.

/// Bytes of one such future, and the task that it becomes COUNT times over.
fn measure<F>(count: usize, make: impl Fn(u8) -> F)
where
    F: Future<Output = usize> + Send + 'static,
{
    // One worker polls them: what is asked here is memory.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime needs little");
    // #region tasks
    let size = size_of_val(&make(1));
    let (resident, _) = report::memory();
    let from = Instant::now();
    runtime.block_on(async {
        for fill in 0..count {
            tokio::spawn(make(black_box(fill as u8)));
        }
        tokio::spawn(async {}).await.expect("it does nothing"); // [6]
    });
    // #endregion tasks
    let micros = from.elapsed().as_secs_f64() * 1e6;
    let (resident_after, _) = report::memory();
    report::line(&[
        ("size", size as f64),
        ("residentEach", (resident_after - resident) / count as f64),
        ("createEach", micros / count as f64),
    ]);
    report::stay();
}

fn of_size<const BYTES: usize>(kind: &str, count: usize) {
    match kind {
        "keeps" => measure(count, keeps::<BYTES>),
        "ends-before" => measure(count, ends_before::<BYTES>),
        "in-scope" => measure(count, in_scope::<BYTES>),
        "handed-on" => measure(count, handed_on::<BYTES>),
        "boxed" => measure(count, boxed::<BYTES>),
        other => panic!("KIND is \"{other}\", which is none of the handlers here."),
    }
}

fn main() {
    let kind: String = report::setting("KIND");
    let count: usize = report::setting("COUNT");
    match report::setting::<usize>("BYTES") {
        16 => of_size::<16>(&kind, count),
        1024 => of_size::<1024>(&kind, count),
        4096 => of_size::<4096>(&kind, count),
        16_384 => of_size::<16_384>(&kind, count),
        65_536 => of_size::<65_536>(&kind, count),
        other => panic!("BYTES is {other}; it is 16, 1024, 4096, 16384 or 65536."),
    }
}
