use std::time::Duration;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::time::sleep;

const LONGEST_WAIT_MS: u64 = 1000;

#[derive(Serialize)]
struct Product {
    id: u32,
    name: String,
}

#[derive(Deserialize)]
struct Wait {
    ms: u64,
}

enum Fault {
    UnknownProduct(u32),
    WaitTooLong(u64),
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        match self {
            Fault::UnknownProduct(id) => {
                let text = format!("no product {id}");
                (StatusCode::NOT_FOUND, text).into_response()
            }
            Fault::WaitTooLong(ms) => {
                let text = format!("{ms} ms is too long");
                (StatusCode::BAD_REQUEST, text).into_response()
            }
        }
    }
}

fn find_product(id: u32) -> Result<Product, Fault> {
    if id == 0 || id > 9 {
        return Err(Fault::UnknownProduct(id));
    }
    let name = format!("product {id}");
    Ok(Product { id, name })
}

async fn health() -> &'static str {
    "well"
}

async fn product(Path(id): Path<u32>) -> Result<Json<Product>, Fault> {
    let product = find_product(id)?;
    Ok(Json(product))
}

async fn wait(Query(wait): Query<Wait>) -> Result<String, Fault> {
    if wait.ms > LONGEST_WAIT_MS {
        return Err(Fault::WaitTooLong(wait.ms));
    }
    sleep(Duration::from_millis(wait.ms)).await;
    let text = format!("waited {} ms", wait.ms);
    Ok(text)
}

fn app() -> Router {
    Router::new().route("/health", get(health)).route("/products/{id}", get(product)).route("/wait", get(wait))
}

#[tokio::main]
async fn main() {
    let listener = TcpListener::bind("127.0.0.1:3000").await.unwrap();
    axum::serve(listener, app()).await.unwrap();
}
