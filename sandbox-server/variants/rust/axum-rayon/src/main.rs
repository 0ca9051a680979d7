//! cargo run --release --package variant-axum-rayon
//!
//! Work that computes waits in the queue of a pool with as many threads as cores; a oneshot channel brings the answer.

use std::io;
use std::sync::Arc;

use axum::extract::RawQuery;
use axum::routing::{MethodRouter, get};
use axum::{Json, Router};
use rayon::{ThreadPool, ThreadPoolBuilder};
use routes::Answer;
use serde::Serialize;
use tokio::sync::oneshot;
use work::BadQuery;

fn main() -> io::Result<()> {
    routes::run(|settings| {
        let pool = ThreadPoolBuilder::new()
            .num_threads(settings.workers)
            .thread_name(|index| format!("rayon-{}", index + 1))
            .build()
            .expect("WORKERS more threads");
        own(Arc::new(pool))
    })
}

// #region routes
fn own(pool: Arc<ThreadPool>) -> Router<usize> {
    Router::new()
        .route("/json", get(routes::json))
        .route("/sleep", get(routes::slept))
        .route("/burn", on(&pool, work::burned))
        .route("/hash", on(&pool, work::hashed))
        .route("/json/parse", on(&pool, work::parsed))
        .route("/pbkdf2", on(&pool, work::derived))
}

fn on<T>(pool: &Arc<ThreadPool>, work: fn(&str) -> Result<T, BadQuery>) -> MethodRouter<usize>
where
    T: Serialize + Send + 'static,
{
    let pool = pool.clone();
    get(async move |RawQuery(query): RawQuery| -> Answer<T> {
        let (answer, answered) = oneshot::channel();
        pool.spawn(move || {
            let _ = answer.send(work(&query.unwrap_or_default())); // [1]
        });
        Ok(Json(answered.await.expect("it does not panic")?)) // [2]
    })
}
// #endregion routes

// [1] The client may be gone by now; nobody wants the answer then.
// [2] The worker serves others meanwhile. However many ask, no more than WORKERS compute; the rest wait in line.
