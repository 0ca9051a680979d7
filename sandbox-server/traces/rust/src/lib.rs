//! What traced programs share: a Tokio runtime, and notes of what it does.
//!
//! Where TRACE_NOTES names a file, each note is a line of JSON there; without it, a program only prints. A task is
//! watched from outside: its future is put into another one, which notes each poll and hands it on. The waker that it
//! is polled with is put into another one, too, which notes that somebody called it. How many tasks lie in a worker's
//! queue, and how many it has stolen, are metrics of Tokio's that it holds for unstable: ../.cargo/config.toml.

use std::cell::Cell;
use std::fmt::{Display, Write};
use std::panic::Location;
use std::pin::Pin;
use std::sync::{Arc, LazyLock, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Handle, Runtime, worker_index};
use tokio::task::JoinHandle;
use tokio::time::Sleep;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);
static WATCHED: LazyLock<bool> = LazyLock::new(|| std::env::var_os("TRACE_NOTES").is_some());
/// Kept until the end: writing a file would hold up the workers.
static NOTES: Mutex<String> = Mutex::new(String::new());
/// Tasks that nobody in the program awaits.
static STARTED: Mutex<Vec<JoinHandle<()>>> = Mutex::new(Vec::new());

thread_local! {
    /// The line whose wait was the last to answer that it is not over.
    static WAITS_AT: Cell<u32> = const { Cell::new(0) };
    /// When this thread went to park, and how often it had slept before.
    static PARKED: Cell<(f64, u64)> = const { Cell::new((0.0, 0)) };
}

fn now_us() -> f64 {
    START.elapsed().as_secs_f64() * 1e6
}

fn note(kind: &str, rest: impl Display) {
    if *WATCHED {
        let mut notes = NOTES.lock().expect("nobody panics with it");
        writeln!(notes, "{{\"note\":\"{kind}\",{rest}}}").expect("there is memory");
    }
}

fn write_notes() {
    if let Some(path) = std::env::var_os("TRACE_NOTES") {
        let notes = NOTES.lock().expect("nobody panics with it");
        std::fs::write(path, notes.as_bytes()).expect("notes can be written");
    }
}

/// The worker that this thread is, from 0 on; none outside the runtime.
fn here() -> String {
    worker_index().map_or("null".into(), |worker| worker.to_string())
}

/// Tasks in the queue of the worker that this thread is.
fn queued() -> usize {
    worker_index().map_or(0, |worker| Handle::current().metrics().worker_local_queue_depth(worker))
}

/// How often the worker that this thread is has gone to sleep.
fn sleeps() -> u64 {
    worker_index().map_or(0, |worker| Handle::current().metrics().worker_park_count(worker))
}

/// Prints a line, and notes which line of the program did.
#[macro_export]
macro_rules! say {
    ($($words:tt)*) => { $crate::print_line(line!(), &format!($($words)*)) };
}

#[doc(hidden)]
pub fn print_line(line: u32, text: &str) {
    note("print", format_args!("\"text\":{text:?},\"line\":{line},\"atUs\":{:.1}", now_us()));
    println!("{text}");
}

fn build(runtime: &mut Builder) -> Runtime {
    runtime
        .enable_time()
        .on_thread_park(|| PARKED.set((now_us(), sleeps())))
        .on_thread_unpark(|| {
            let (from, before) = PARKED.get();
            let (worker, slept) = (here(), sleeps() > before);
            note(
                "park",
                format_args!("\"worker\":{worker},\"slept\":{slept},\"fromUs\":{from:.1},\"toUs\":{:.1}", now_us()),
            );
        })
        .build()
        .expect("a runtime needs little")
}

/// Runs the program on one thread until it has ended.
pub fn run(program: impl Future<Output = ()>) {
    let runtime = build(&mut Builder::new_current_thread());
    LazyLock::force(&START);
    runtime.block_on(program);
    note("end", format_args!("\"atUs\":{:.1}", now_us()));
    write_notes();
}

/// Long enough for a worker without work to go to sleep, and to tell what it has counted.
const SETTLE: Duration = Duration::from_millis(2);

/// Runs the program as a task on so many workers, until it and all that it has started have ended.
#[track_caller]
pub fn run_on(workers: usize, program: impl Future<Output = ()> + Send + 'static) {
    let line = Location::caller().line();
    LazyLock::force(&START);
    let runtime = build(Builder::new_multi_thread().worker_threads(workers));
    std::thread::sleep(SETTLE);
    runtime.block_on(async {
        joined(watch("main", line, program)).await;
        while let Some(task) = started() {
            joined(task).await;
        }
    });
    note("end", format_args!("\"atUs\":{:.1}", now_us()));
    std::thread::sleep(10 * SETTLE);
    let metrics = runtime.metrics();
    let stolen: Vec<u64> = (0..workers).map(|worker| metrics.worker_steal_count(worker)).collect();
    note("stolen", format_args!("\"tasks\":{stolen:?}"));
    // Who sleeps is woken up for the end, and notes how long it has slept.
    drop(runtime);
    write_notes();
}

/// Keeps its thread busy, and awaits nothing.
pub fn compute(ms: u64) {
    let from = Instant::now();
    while from.elapsed() < Duration::from_millis(ms) {
        std::hint::spin_loop();
    }
}

/// Hands a future to the runtime as a task, and waits for its end where that is awaited.
#[track_caller]
pub fn spawn<F>(name: &'static str, future: F) -> impl Future<Output = ()>
where
    F: Future<Output = ()> + Send + 'static,
{
    joined(watch(name, Location::caller().line(), future))
}

/// Hands a future to the runtime as a task that nobody awaits.
#[track_caller]
pub fn start(name: &'static str, future: impl Future<Output = ()> + Send + 'static) {
    let task = watch(name, Location::caller().line(), future);
    STARTED.lock().expect("nobody panics with it").push(task);
}

fn started() -> Option<JoinHandle<()>> {
    STARTED.lock().expect("nobody panics with it").pop()
}

async fn joined(task: JoinHandle<()>) {
    task.await.expect("no task panics");
}

fn watch<F>(name: &'static str, line: u32, future: F) -> JoinHandle<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    let (worker, bytes) = (here(), size_of_val(&future));
    note(
        "spawn",
        format_args!(
            "\"task\":\"{name}\",\"bytes\":{bytes},\"line\":{line},\"worker\":{worker},\"atUs\":{:.1}",
            now_us()
        ),
    );
    tokio::spawn(Watched { name, future: Box::pin(future) })
}

struct Watched<F> {
    name: &'static str,
    future: Pin<Box<F>>,
}

impl<F: Future<Output = ()>> Future for Watched<F> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<()> {
        let (name, worker, before, from) = (self.name, here(), queued(), now_us());
        let waker = Waker::from(Arc::new(WatchedWaker { name, inner: context.waker().clone() }));
        let answer = self.future.as_mut().poll(&mut Context::from_waker(&waker));
        let (ready, line, to, after) = (answer.is_ready(), WAITS_AT.get(), now_us(), queued());
        note(
            "poll",
            format_args!(
                "\"task\":\"{name}\",\"ready\":{ready},\"line\":{line},\"worker\":{worker},\
                 \"queue\":[{before},{after}],\"fromUs\":{from:.1},\"toUs\":{to:.1}"
            ),
        );
        answer
    }
}

struct WatchedWaker {
    name: &'static str,
    inner: Waker,
}

impl Wake for WatchedWaker {
    fn wake(self: Arc<Self>) {
        note("wake", format_args!("\"task\":\"{}\",\"worker\":{},\"atUs\":{:.1}", self.name, here(), now_us()));
        self.inner.wake_by_ref();
    }
}

/// A wait for an answer from elsewhere: a timer of Tokio's that remembers the line of the program.
#[track_caller]
pub fn wait(ms: u64) -> Wait {
    Wait { line: Location::caller().line(), sleep: Box::pin(tokio::time::sleep(Duration::from_millis(ms))) }
}

pub struct Wait {
    line: u32,
    sleep: Pin<Box<Sleep>>,
}

impl Future for Wait {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<()> {
        WAITS_AT.set(self.line);
        self.sleep.as_mut().poll(context)
    }
}
