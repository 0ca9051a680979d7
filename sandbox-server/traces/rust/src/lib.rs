//! What traced programs share: a Tokio runtime with one thread, and notes of what it does.
//!
//! Where TRACE_NOTES names a file, each note is a line of JSON there; without it, a program only prints. A task is
//! watched from outside: its future is put into another one, which notes each poll and hands it on. The waker that it
//! is polled with is put into another one, too, which notes that somebody called it.

use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::fs::File;
use std::io::Write;
use std::panic::Location;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use tokio::time::Sleep;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

thread_local! {
    static NOTES: RefCell<Option<File>> = RefCell::new(
        std::env::var_os("TRACE_NOTES").map(|path| File::create(path).expect("notes can be written")),
    );
    /// The line whose wait was the last to answer that it is not over.
    static WAITS_AT: Cell<u32> = const { Cell::new(0) };
    static PARKED_SINCE: Cell<f64> = const { Cell::new(0.0) };
}

fn now_us() -> f64 {
    START.elapsed().as_secs_f64() * 1e6
}

fn note(kind: &str, rest: impl Display) {
    NOTES.with_borrow_mut(|notes| {
        if let Some(file) = notes {
            writeln!(file, "{{\"note\":\"{kind}\",{rest}}}").expect("notes can be written");
        }
    });
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

/// Runs the program on one thread until it has ended.
pub fn run(program: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .on_thread_park(|| PARKED_SINCE.set(now_us()))
        .on_thread_unpark(|| {
            note("park", format_args!("\"fromUs\":{:.1},\"toUs\":{:.1}", PARKED_SINCE.get(), now_us()));
        })
        .build()
        .expect("a runtime needs little");
    LazyLock::force(&START);
    runtime.block_on(program);
    note("end", format_args!("\"atUs\":{:.1}", now_us()));
}

/// Hands a future to the runtime as a task, and waits for its end where that is awaited.
#[track_caller]
pub fn spawn<F>(name: &'static str, future: F) -> impl Future<Output = ()>
where
    F: Future<Output = ()> + Send + 'static,
{
    let (line, bytes) = (Location::caller().line(), size_of_val(&future));
    note("spawn", format_args!("\"task\":\"{name}\",\"bytes\":{bytes},\"line\":{line},\"atUs\":{:.1}", now_us()));
    let task = tokio::spawn(Watched { name, future: Box::pin(future) });
    async { task.await.expect("no task panics") }
}

struct Watched<F> {
    name: &'static str,
    future: Pin<Box<F>>,
}

impl<F: Future<Output = ()>> Future for Watched<F> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<()> {
        let (name, from) = (self.name, now_us());
        let waker = Waker::from(Arc::new(WatchedWaker { name, inner: context.waker().clone() }));
        let answer = self.future.as_mut().poll(&mut Context::from_waker(&waker));
        let (ready, line) = (answer.is_ready(), WAITS_AT.get());
        note(
            "poll",
            format_args!(
                "\"task\":\"{name}\",\"ready\":{ready},\"line\":{line},\"fromUs\":{from:.1},\"toUs\":{:.1}",
                now_us()
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
        note("wake", format_args!("\"task\":\"{}\",\"atUs\":{:.1}", self.name, now_us()));
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
