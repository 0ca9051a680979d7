use std::collections::HashMap;
use std::time::Duration;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::{Json, Router, routing::get};
use serde_json::{Value, json};
use tokio::{net::TcpListener, time::sleep};

async fn product(Path(id): Path<u32>) -> Result<Json<Value>, (StatusCode, String)> {
    match id {
        1..=9 => Ok(Json(json!({ "id": id, "name": format!("product {id}") }))),
        _ => Err((StatusCode::NOT_FOUND, format!("no product {id}"))),
    }
}

async fn wait(Query(query): Query<HashMap<String, u64>>) -> Result<String, (StatusCode, String)> {
    match query.get("ms") {
        Some(&ms) if ms <= 1000 => {
            sleep(Duration::from_millis(ms)).await;
            Ok(format!("waited {ms} ms"))
        }
        ms => Err((StatusCode::BAD_REQUEST, format!("{} ms is too long", ms.unwrap_or(&0)))),
    }
}

#[tokio::main]
async fn main() {
    let app = Router::new()
        .route("/health", get(|| async { "well" }))
        .route("/products/{id}", get(product))
        .route("/wait", get(wait));
    axum::serve(TcpListener::bind("127.0.0.1:3000").await.unwrap(), app).await.unwrap();
}
