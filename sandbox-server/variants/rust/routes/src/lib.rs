//! What the axum variants have in common: a router of handlers, each an async function of what it extracts. A variant
//! brings the routes that are its idea and takes the others from here.

mod server;

use std::time::Duration;

use axum::extract::{RawQuery, Request, State};
use axum::http::StatusCode;
use axum::routing::{MethodRouter, get};
use axum::{Json, Router};
use serde::Serialize;
use tokio::task::spawn_blocking;
use tokio::time::sleep;
use tower::util::MapRequestLayer;
use work::stats::{Stats, count_request, stats};
use work::{BadQuery, Derived, Record, payload, sleep_ms};

pub use server::{run, serve};

pub type Answer<T> = Result<Json<T>, BadQuery>;

// #region routes
/// A variant's own routes, and what every variant answers.
pub fn app(workers: usize, own: Router<usize>) -> Router {
    own.route("/ping", get(async || "pong"))
        .route("/stats", get(who_answers))
        .fallback(async || (StatusCode::NOT_FOUND, "not found"))
        .method_not_allowed_fallback(async || (StatusCode::METHOD_NOT_ALLOWED, "only GET is answered here"))
        .layer(MapRequestLayer::new(|request: Request| {
            count_request();
            request
        }))
        .with_state(workers)
}

/// All work is done on the worker that has the connection; only /pbkdf2 leaves it.
pub fn on_the_workers() -> Router<usize> {
    Router::new()
        .route("/json", get(json))
        .route("/sleep", get(slept))
        .route("/burn", here(work::burned))
        .route("/hash", here(work::hashed))
        .route("/json/parse", here(work::parsed))
        .route("/counter", here(work::counted))
        .route("/pbkdf2", get(derived))
}

fn here<T: Serialize + 'static>(work: fn(&str) -> Result<T, BadQuery>) -> MethodRouter<usize> {
    get(async move |RawQuery(query): RawQuery| -> Answer<T> { Ok(Json(work(&query.unwrap_or_default())?)) })
}

pub async fn json() -> Json<Vec<Record<&'static str>>> {
    Json(payload())
}

pub async fn slept(RawQuery(query): RawQuery) -> Result<String, BadQuery> {
    let ms = sleep_ms(&query.unwrap_or_default())?;
    sleep(Duration::from_millis(ms.into())).await; // [1]
    Ok(format!("slept {ms}"))
}

async fn derived(RawQuery(query): RawQuery) -> Answer<Derived> {
    let work = move || work::derived(&query.unwrap_or_default());
    Ok(Json(spawn_blocking(work).await.expect("it does not panic")?)) // [2]
}

async fn who_answers(State(workers): State<usize>) -> Json<Stats> {
    Json(stats(workers))
}
// #endregion routes

// [1] A timer holds no thread: the worker serves other connections meanwhile. here() has nothing to wait for.
// [2] The worker only waits for the answer. The work is done by a thread that the runtime keeps for such things.
