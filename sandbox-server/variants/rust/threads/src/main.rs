//! cargo run --release --package variant-threads
//!
//! One thread of the operating system for each connection, and nothing async: it reads, works and writes in turn.

use std::io;
use std::thread;
use std::time::Duration;

use ::http::{Response, StatusCode};
use work::reply::{json, only_get, text};
use work::settings::Settings;
use work::stats::{count_request, stats};
use work::{BadQuery, burned, counted, derived, hashed, parsed, payload, sleep_ms};

mod http;

// #region server
fn main() -> io::Result<()> {
    let settings = Settings::from_env();
    let listener = settings.listen_blocking()?;
    for number in 1_u64.. {
        let Ok((stream, _)) = listener.accept() else {
            thread::sleep(Duration::from_millis(100)); // [1]
            continue;
        };
        let serve = move || {
            let _ = http::serve(stream, |method, target| answer(method, target, settings.workers)); // [2]
        };
        let _ = thread::Builder::new().name(format!("connection-{number}")).spawn(serve); // [3]
    }
    Ok(())
}
// #endregion server

// #region routes
fn answer(method: &str, target: &str, workers: usize) -> Response<String> {
    count_request();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let answer = match (method, path) {
        ("GET", "/ping") => Ok(text(StatusCode::OK, "pong")),
        ("GET", "/json") => Ok(json(&payload())),
        ("GET", "/sleep") => slept(query),
        ("GET", "/burn") => burned(query).map(|burned| json(&burned)),
        ("GET", "/hash") => hashed(query).map(|hashed| json(&hashed)),
        ("GET", "/json/parse") => parsed(query).map(|parsed| json(&parsed)),
        ("GET", "/counter") => counted(query).map(|counted| json(&counted)),
        ("GET", "/pbkdf2") => derived(query).map(|derived| json(&derived)),
        ("GET", "/stats") => Ok(json(&stats(workers))),
        (_, "/ping" | "/json" | "/sleep" | "/burn" | "/hash" | "/json/parse" | "/counter" | "/pbkdf2" | "/stats") => {
            Ok(only_get())
        }
        _ => Ok(text(StatusCode::NOT_FOUND, "not found")),
    };
    answer.unwrap_or_else(|(status, sentence)| text(status, sentence))
}

fn slept(query: &str) -> Result<Response<String>, BadQuery> {
    let ms = sleep_ms(query)?;
    thread::sleep(Duration::from_millis(ms.into())); // [4]
    Ok(text(StatusCode::OK, format!("slept {ms}")))
}
// #endregion routes

// [1] Most likely the process is out of file descriptors: accepting goes on as soon as some are free.
// [2] An error here is a client that went away in the middle of something. WORKERS bounds nothing here: there are as
//     many threads as connections, and the kernel spreads them over the cores.
// [3] Where the kernel has no thread left to give, this connection is closed and the others go on.
// [4] The same line as in rust/axum-blocking-naive. Here it is right: the thread has nobody else to serve.
