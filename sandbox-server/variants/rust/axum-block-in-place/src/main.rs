//! cargo run --release
//!
//! Work that computes stays on its thread, and the worker leaves: another thread goes on with it meanwhile.

use std::io;

use axum::extract::RawQuery;
use axum::routing::{MethodRouter, get};
use axum::{Json, Router};
use routes::{Answer, serve};
use serde::Serialize;
use tokio::task::block_in_place;
use work::BadQuery;
use work::settings::Settings;

// #region server
fn main() -> io::Result<()> {
    let settings = Settings::from_env();
    let runtime = tokio::runtime::Builder::new_multi_thread() // [1]
        .worker_threads(settings.workers)
        .enable_all()
        .build()?;
    probe::start(runtime.handle());
    runtime.block_on(runtime.spawn(serve(settings, own())))?
}
// #endregion server

// #region routes
fn own() -> Router<usize> {
    Router::new()
        .route("/json", get(routes::json))
        .route("/sleep", get(routes::slept))
        .route("/burn", in_place(work::burned))
        .route("/hash", in_place(work::hashed))
        .route("/json/parse", in_place(work::parsed))
        .route("/pbkdf2", in_place(work::derived))
}

fn in_place<T: Serialize + 'static>(work: fn(&str) -> Result<T, BadQuery>) -> MethodRouter<usize> {
    get(async move |RawQuery(query): RawQuery| -> Answer<T> {
        Ok(Json(block_in_place(|| work(&query.unwrap_or_default()))?)) // [2]
    })
}
// #endregion routes

// [1] No names for the threads: a worker of this server moves from one thread to another.
// [2] Before the closure runs, this thread hands its worker, with all tasks that wait in its queue, to a thread for
//     blocking calls. It is one more thread for each call at a time, up to 512. Nothing has to be sent or moved: the
//     closure may borrow. A runtime with one thread has nowhere to go, and there the call panics.
