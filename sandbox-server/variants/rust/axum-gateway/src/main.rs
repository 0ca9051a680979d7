//! UPSTREAM_URL=http://… cargo run --release --package variant-axum-gateway
//!
//! Another service behind the server: each request asks it once, and waits without holding anything but memory.

use std::{env, io};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{StatusCode, Uri};
use axum::routing::get;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

const MOST_BYTES: usize = 65_536;

// #region routes
fn main() -> io::Result<()> {
    let work = env::var("UPSTREAM_URL").ok().and_then(|url| format!("{url}/work").parse().ok());
    routes::run(|_| {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new()).pool_idle_timeout(None).build(connector); // [1]
        Router::new().route("/upstream", get(async move || asked(client, work).await))
    })
}

async fn asked(client: Client<HttpConnector, Body>, work: Option<Uri>) -> (StatusCode, String) {
    let refused = |text: &str| (StatusCode::SERVICE_UNAVAILABLE, text.to_owned());
    let Some(work) = work else { return refused("no upstream is set") };
    let Ok(answer) = client.get(work).await else { return refused("the upstream does not answer") }; // [2]
    let status = answer.status();
    match to_bytes(Body::new(answer.into_body()), MOST_BYTES).await {
        Ok(body) => (status, String::from_utf8_lossy(&body).into_owned()),
        Err(_) => refused("the upstream does not answer"),
    }
}
// #endregion routes

// [1] Connections are kept and used again, as many as there are calls at a time: nothing here limits them.
// [2] The task waits; its worker serves others meanwhile.
