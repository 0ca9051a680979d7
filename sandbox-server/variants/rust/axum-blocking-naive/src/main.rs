//! cargo run --release --package variant-axum-blocking-naive
//!
//! The mistake: a handler that is async by name and waits the way a thread waits. Everything else is rust/axum's.

use std::io;
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::extract::RawQuery;
use axum::routing::get;
use work::{BadQuery, sleep_ms};

fn main() -> io::Result<()> {
    routes::run(|_| own())
}

// #region routes
fn own() -> Router<usize> {
    Router::new().route("/json", get(routes::json)).route("/sleep", get(slept))
}

async fn slept(RawQuery(query): RawQuery) -> Result<String, BadQuery> {
    let ms = sleep_ms(&query.unwrap_or_default())?;
    thread::sleep(Duration::from_millis(ms.into())); // [1]
    Ok(format!("slept {ms}"))
}
// #endregion routes

// [1] No .await: the worker itself sleeps, and with it every connection that it serves. WORKERS such requests stop the
//     server. The compiler does not object: it cannot tell a long call from a short one.
