//! cargo run --release --package variant-axum
//!
//! The framework's own style: a router of handlers, each an async function of what it extracts.

use std::io;
use std::time::Duration;

use axum::extract::{RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use axum::{Json, Router};
use tokio::time::sleep;
use tower::util::MapRequestLayer;
use work::settings::Settings;
use work::stats::{Stats, count_request, stats, worker_name};
use work::{BadQuery, MOST_ITERATIONS, MOST_MS, payload, value_of, whole_number};

// #region server
fn main() -> io::Result<()> {
    let settings = Settings::from_env();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(settings.workers)
        .thread_name_fn(worker_name)
        .enable_all()
        .build()?;
    probe::start(runtime.handle()); // tells how busy the workers are, when the runner asks for it
    runtime.block_on(runtime.spawn(serve(settings)))? // [1]
}

async fn serve(settings: Settings) -> io::Result<()> {
    let listener = settings.listen()?.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, app(settings.workers)).await
}
// #endregion server

// #region routes
fn app(workers: usize) -> Router {
    Router::new()
        .route("/ping", get(async || "pong"))
        .route("/json", get(async || Json(payload())))
        .route("/sleep", get(slept))
        .route("/burn", get(burned))
        .route("/stats", get(who_answers))
        .fallback(async || (StatusCode::NOT_FOUND, "not found"))
        .method_not_allowed_fallback(async || (StatusCode::METHOD_NOT_ALLOWED, "only GET is answered here"))
        .layer(MapRequestLayer::new(|request: Request| {
            count_request();
            request
        }))
        .with_state(workers)
}

async fn slept(RawQuery(query): RawQuery) -> Result<String, BadQuery> {
    let ms = whole_number(&query.unwrap_or_default(), "ms", MOST_MS)?;
    sleep(Duration::from_millis(ms.into())).await; // [2]
    Ok(format!("slept {ms}"))
}

async fn burned(RawQuery(query): RawQuery) -> Result<Response, BadQuery> {
    let query = query.unwrap_or_default();
    Ok(match value_of(&query, "ms") {
        Some(_) => Json(work::burn_for(whole_number(&query, "ms", MOST_MS)?)).into_response(),
        None => Json(work::burn(whole_number(&query, "n", MOST_ITERATIONS)?)).into_response(),
    })
}

async fn who_answers(State(workers): State<usize>) -> Json<Stats> {
    Json(stats(workers))
}
// #endregion routes

// [1] block_on alone would accept connections on the main thread, beside the workers; spawn moves that to a worker.
// [2] A timer holds no thread: the worker serves other connections meanwhile. burn() has nothing to wait for.
