//! Who answered: each worker thread counts for itself, so counting costs no traffic between cores.

use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{process, thread};

use serde::Serialize;

thread_local! {
    static REQUESTS: Cell<u64> = const { Cell::new(0) };
}

#[derive(Serialize)]
pub struct Stats {
    pid: u32,
    worker: String,
    workers: usize,
    requests: u64,
}

pub fn count_request() {
    REQUESTS.set(REQUESTS.get() + 1);
}

pub fn stats(workers: usize) -> Stats {
    let worker = thread::current().name().unwrap_or("main").to_owned();
    Stats { pid: process::id(), worker, workers, requests: REQUESTS.get() }
}

/// Names the runtime's threads worker-1, worker-2, … in the order they start.
pub fn worker_name() -> String {
    static STARTED: AtomicUsize = AtomicUsize::new(0);
    format!("worker-{}", STARTED.fetch_add(1, Ordering::Relaxed) + 1)
}
