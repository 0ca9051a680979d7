//! cargo run --release --package variant-axum-spawn-blocking
//!
//! Work that computes goes to the runtime's threads for blocking calls; the workers only wait for its answer.

use std::io;

use axum::extract::RawQuery;
use axum::routing::{MethodRouter, get};
use axum::{Json, Router};
use routes::Answer;
use serde::Serialize;
use tokio::task::spawn_blocking;
use work::BadQuery;

fn main() -> io::Result<()> {
    routes::run(|_| own())
}

// #region routes
fn own() -> Router<usize> {
    Router::new()
        .route("/json", get(routes::json))
        .route("/sleep", get(routes::slept))
        .route("/burn", elsewhere(work::burned))
        .route("/hash", elsewhere(work::hashed))
        .route("/json/parse", elsewhere(work::parsed))
        .route("/pbkdf2", elsewhere(work::derived))
}

fn elsewhere<T>(work: fn(&str) -> Result<T, BadQuery>) -> MethodRouter<usize>
where
    T: Serialize + Send + 'static,
{
    get(async move |RawQuery(query): RawQuery| -> Answer<T> {
        let work = spawn_blocking(move || work(&query.unwrap_or_default())); // [1]
        Ok(Json(work.await.expect("it does not panic")?)) // [2]
    })
}
// #endregion routes

// [1] A thread of its own for each call, up to 512 at a time: they are meant for calls that wait. With more of them
//     computing than there are cores, they take the cores from each other and from the workers.
// [2] Dropping this future, because the client has gone, does not stop the work: a thread cannot be interrupted.
