//! cargo run --release --package variant-hyper
//!
//! HTTP/1.1 without a framework: one task per connection, on a runtime with WORKERS threads.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::time::sleep;
use work::reply::{json, only_get, text};
use work::settings::Settings;
use work::stats::{count_request, stats, thread_names};
use work::{BadQuery, burned, hashed, parsed, payload, sleep_ms};

// #region server
fn main() -> io::Result<()> {
    let settings = Settings::from_env();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(settings.workers)
        .thread_name_fn(thread_names(settings.workers))
        .enable_all()
        .build()?;
    probe::start(runtime.handle()); // tells how busy the workers are, when the runner asks for it
    runtime.block_on(runtime.spawn(serve(settings)))? // [1]
}

async fn serve(settings: Settings) -> io::Result<()> {
    let listener = settings.listen()?;
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            sleep(Duration::from_millis(100)).await; // [2]
            continue;
        };
        tokio::spawn(async move {
            let _ = stream.set_nodelay(true);
            let service = service_fn(move |request| answer(request, settings.workers));
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await; // [3]
        });
    }
}
// #endregion server

// #region routes
async fn answer(request: Request<Incoming>, workers: usize) -> Result<Response<String>, Infallible> {
    count_request();
    let query = request.uri().query().unwrap_or("");
    let answer = match (request.method(), request.uri().path()) {
        (&Method::GET, "/ping") => Ok(text(StatusCode::OK, "pong")),
        (&Method::GET, "/json") => Ok(json(&payload())),
        (&Method::GET, "/sleep") => slept(query).await,
        (&Method::GET, "/burn") => burned(query).map(|burned| json(&burned)),
        (&Method::GET, "/hash") => hashed(query).map(|hashed| json(&hashed)),
        (&Method::GET, "/json/parse") => parsed(query).map(|parsed| json(&parsed)),
        (&Method::GET, "/stats") => Ok(json(&stats(workers))),
        (_, "/ping" | "/json" | "/sleep" | "/burn" | "/hash" | "/json/parse" | "/stats") => Ok(only_get()),
        _ => Ok(text(StatusCode::NOT_FOUND, "not found")),
    };
    Ok(answer.unwrap_or_else(|(status, sentence)| text(status, sentence)))
}

async fn slept(query: &str) -> Result<Response<String>, BadQuery> {
    let ms = sleep_ms(query)?;
    sleep(Duration::from_millis(ms.into())).await; // [4]
    Ok(text(StatusCode::OK, format!("slept {ms}")))
}
// #endregion routes

// [1] block_on alone would accept connections on the main thread, beside the workers; spawn moves that to a worker.
// [2] Most likely the process is out of file descriptors: accepting goes on as soon as some are free.
// [3] An error here is a client that went away in the middle of something; the other connections do not care.
// [4] A timer holds no thread: the worker serves other connections meanwhile. burned() has nothing to wait for.
