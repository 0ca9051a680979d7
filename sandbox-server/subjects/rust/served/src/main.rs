//! A runtime with as many workers as it takes by itself: how many threads it has, and how many of them served requests.

use std::collections::HashSet;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

const REQUESTS: usize = 1000;
const CONNECTIONS: usize = 100;
const BLOCKING: usize = 20;
/// Long enough for threads to start, and for one call to wait while others begin.
const WHILE: Duration = Duration::from_millis(200);

// #region handler
type Seen = Arc<Mutex<HashSet<ThreadId>>>;

fn note_thread(seen: &Seen) {
    seen.lock().expect("nobody panics").insert(thread::current().id());
}

async fn handler(State(seen): State<Seen>) -> &'static str {
    note_thread(&seen);
    tokio::time::sleep(Duration::from_millis(1)).await; // [1]
    note_thread(&seen);
    "done"
}
// #endregion handler

// [1] Every request waits a little, as for a database. A task that has waited may go on at another worker.
// [2] Nothing says how many workers: Tokio takes one for each core that the process may use.
// [3] A thread that blocks is no worker: the runtime starts others for such calls.

/// Threads on which the handler of 1,000 requests ran.
fn served(runtime: &Runtime) -> usize {
    let seen = Seen::default();
    let app = Router::new().route("/", get(handler)).with_state(seen.clone());
    let listener = runtime.block_on(TcpListener::bind(("127.0.0.1", 0))).expect("a port is free");
    let address = listener.local_addr().expect("it listens");
    runtime.spawn(async { axum::serve(listener, app).await });
    ask(address);
    seen.lock().expect("nobody panics").len()
}

/// A client on this thread, which is none of the runtime's: as many requests at once as there are connections.
fn ask(address: SocketAddr) {
    let connect = |_| TcpStream::connect(address).expect("the server listens");
    let mut connections: Vec<TcpStream> = (0..CONNECTIONS).map(connect).collect();
    for _ in 0..REQUESTS / CONNECTIONS {
        for connection in &mut connections {
            connection.write_all(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n").expect("the server reads");
        }
        for connection in &mut connections {
            let mut answer = Vec::new();
            while !answer.ends_with(b"done") {
                let mut part = [0; 1024];
                let length = connection.read(&mut part).expect("the server answers");
                assert!(length > 0, "the server has closed a connection");
                answer.extend_from_slice(&part[..length]);
            }
        }
    }
}

// #region blocking
fn blocking(runtime: &Runtime) -> usize {
    for _ in 0..BLOCKING {
        runtime.spawn_blocking(|| thread::sleep(2 * WHILE)); // [3]
    }
    threads_of_tokio()
}
// #endregion blocking

/// Threads of this process with the name that Tokio gives its own, as the kernel lists them.
fn threads_of_tokio() -> usize {
    thread::sleep(WHILE);
    let tasks = fs::read_dir("/proc/self/task").expect("Linux lists the threads of a process");
    let name = |task: &fs::DirEntry| fs::read_to_string(task.path().join("comm")).unwrap_or_default();
    tasks.flatten().filter(|task| name(task).trim() == "tokio-rt-worker").count()
}

fn main() {
    // #region runtime
    let runtime = Builder::new_multi_thread().enable_all().build(); // [2]
    // #endregion runtime
    let runtime = runtime.expect("the host allows a few threads");
    let threads = match report::setting::<String>("KIND").as_str() {
        "workers" => threads_of_tokio(),
        "served" => served(&runtime),
        "blocking" => blocking(&runtime),
        other => panic!("KIND is \"{other}\"; it is workers, served or blocking."),
    };
    report::line(&[("threads", threads as f64)]);
    report::stay();
}
