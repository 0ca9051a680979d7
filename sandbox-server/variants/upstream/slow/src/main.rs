//! cargo run --release --package variant-slow
//!
//! What stands behind a server: a service that is slow in a known way. It waits instead of working, so that ten thousand
//! waiting requests cost it less than they cost who asks.

use std::io;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use tokio::time::sleep;

use crate::delays::Delays;
use crate::model::Model;
use crate::slots::{Counts, Slots};

mod delays;
mod model;
mod slots;

fn main() -> io::Result<()> {
    routes::run(|_| {
        let model = Model::from_env(Arc::new(Slots::from_env()), Delays::from_env());
        plain_calls().with_state(model.clone()).merge(model.routes())
    })
}

// #region work
fn plain_calls() -> Router<Model> {
    Router::new().route("/work", get(work)).route("/slots", get(counts))
}

/// A plain call: takes a slot, waits as long as this request's delay is, and answers.
async fn work(State(model): State<Model>) -> (StatusCode, &'static str) {
    let Some(slot) = model.slots.clone().take().await else {
        return (StatusCode::SERVICE_UNAVAILABLE, "the queue is full");
    };
    sleep(model.delays.of(slot.number)).await;
    slot.finish();
    (StatusCode::OK, "done")
}

async fn counts(State(model): State<Model>) -> Json<Counts> {
    Json(model.slots.counts())
}
// #endregion work
