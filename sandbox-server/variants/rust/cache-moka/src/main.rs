//! cargo run --release --package variant-cache-moka
//!
//! A cache in the server's memory, by a library: moka keeps time and capacity, all workers share it.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use tokio::time::sleep;
use work::{BadQuery, MS, whole_number_or};

use crate::shelf::{Shelf, Totals};

mod shelf;

fn main() -> io::Result<()> {
    routes::run(|_| own(Shelf::from_env()))
}

// #region routes
fn own(shelf: Shelf) -> Router<usize> {
    Router::new().route("/cache", get(totals)).route("/cache/{*key}", get(kept)).with_state(Arc::new(shelf))
}

async fn kept(State(shelf): State<Arc<Shelf>>, uri: Uri) -> Result<impl IntoResponse, BadQuery> {
    let key = valid_key(uri.path().strip_prefix("/cache/").unwrap_or(""))?;
    let query = uri.query().unwrap_or("");
    let bytes = whole_number_or(100, query, "bytes", 1..=65_536)? as usize;
    let miss_ms = whole_number_or(0, query, "miss", MS)?;
    let (found, value) = shelf.find(key, made(key, bytes, miss_ms)).await;
    Ok(([(header::CONTENT_TYPE.as_str(), "text/plain; charset=utf-8"), ("x-cache", found)], value))
}

/// What a slow service would answer.
async fn made(key: &str, bytes: usize, miss_ms: u32) -> Bytes {
    if miss_ms > 0 {
        sleep(Duration::from_millis(miss_ms.into())).await;
    }
    let mut text = format!("{key}:").repeat(bytes / (key.len() + 1) + 1);
    text.truncate(bytes);
    text.into()
}

fn valid_key(key: &str) -> Result<&str, BadQuery> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if (1..=64).contains(&key.len()) && key.bytes().all(allowed) {
        return Ok(key);
    }
    Err((StatusCode::BAD_REQUEST, "key must be 1 to 64 letters, digits, _ or -".into()))
}

async fn totals(State(shelf): State<Arc<Shelf>>) -> Json<Totals> {
    Json(shelf.totals().await)
}
// #endregion routes
