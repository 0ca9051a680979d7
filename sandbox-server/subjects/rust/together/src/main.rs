//! COUNT tasks on one thread, each of which takes 40 ms: by an await, or by a call that holds the thread.

use std::time::{Duration, Instant};

const EACH: Duration = Duration::from_millis(40);

// #region ways
async fn awaits() {
    tokio::time::sleep(EACH).await;
}

async fn holds_the_thread() {
    std::thread::sleep(EACH); // [1]
}
// #endregion ways

// [1] An async function as well, and the compiler says nothing. The kernel puts the whole thread to sleep.

// #region together
/// Starts all of them without waiting for any, and then waits for all.
async fn together<F>(count: usize, way: fn() -> F) -> f64
where
    F: Future<Output = ()> + Send + 'static,
{
    let from = Instant::now();
    let tasks: Vec<_> = (0..count).map(|_| tokio::spawn(way())).collect();
    for task in tasks {
        task.await.expect("no task panics");
    }
    from.elapsed().as_secs_f64() * 1e3
}
// #endregion together

fn main() {
    let count: usize = report::setting("COUNT");
    let kind: String = report::setting("KIND");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime needs little");
    report::repeat(|| {
        let millis = match kind.as_str() {
            "await" => runtime.block_on(together(count, awaits)),
            "thread" => runtime.block_on(together(count, holds_the_thread)),
            other => panic!("KIND is \"{other}\"; it is await or thread."),
        };
        vec![("doneAfter", millis)]
    });
    report::stay();
}
