//! cargo run --release --package variant-axum-current-thread
//!
//! The routes of rust/axum on an event loop with one thread, as Node has it: tasks take turns and never run side by side.

use std::io;

use routes::{on_the_workers, serve};
use work::settings::Settings;
use work::stats::thread_names;

// #region server
fn main() -> io::Result<()> {
    let settings = Settings { workers: 1, ..Settings::from_env() }; // [1]
    let runtime = tokio::runtime::Builder::new_current_thread().thread_name_fn(thread_names(0)).enable_all().build()?;
    probe::start(runtime.handle()); // tells how busy the loop is, when the runner asks for it
    runtime.block_on(serve(settings, on_the_workers())) // [2]
}
// #endregion server

// [1] Whatever WORKERS says: more of this server means more processes of it.
// [2] The thread that calls block_on is the loop. Nothing is ever taken over by another thread, because there is none.
