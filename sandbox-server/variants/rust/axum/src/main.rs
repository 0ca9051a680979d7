//! cargo run --release --package variant-axum
//!
//! The framework's own style: handlers and router are in ../routes, the runtime with WORKERS threads is here.

use std::io;

use axum::serve::ListenerExt;
use routes::{app, on_the_workers};
use work::settings::Settings;
use work::stats::thread_names;

// #region server
fn main() -> io::Result<()> {
    let settings = Settings::from_env();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(settings.workers)
        .thread_name_fn(thread_names(settings.workers))
        .enable_all()
        .build()?;
    probe::start(runtime.handle()); // tells how busy the workers are, when the runner asks for it
    runtime.block_on(runtime.spawn(serve(settings)))? // [1]
}

async fn serve(settings: Settings) -> io::Result<()> {
    let listener = settings.listen()?.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, app(settings.workers, on_the_workers())).await
}
// #endregion server

// [1] block_on alone would accept connections on the main thread, beside the workers; spawn moves that to a worker.
