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

/// Names the threads of a runtime in the order they start: worker-1, worker-2, … come first; those that follow are
/// started for `spawn_blocking` and are called blocking-1, blocking-2, …
pub fn thread_names(workers: usize) -> impl Fn() -> String + Send + Sync + 'static {
    let started = AtomicUsize::new(0);
    move || match started.fetch_add(1, Ordering::Relaxed) + 1 {
        number if number <= workers => format!("worker-{number}"),
        number => format!("blocking-{}", number - workers),
    }
}
