//! What every subject needs: its settings, one line for each repetition, and to stay until it was looked at.

use std::io::{Read, Write};
use std::str::FromStr;
use std::sync::Barrier;
use std::time::Instant;

/// A setting from the environment.
///
/// # Panics
/// With one sentence when it is missing or no `T`.
pub fn setting<T: FromStr>(name: &str) -> T {
    let Ok(text) = std::env::var(name) else { panic!("Set {name}: the subject.json names its values.") };
    text.parse().unwrap_or_else(|_| panic!("{name} is \"{text}\", which it cannot be."))
}

/// Prints the metrics of one repetition, by their names in `metrics.ts` and in their units.
pub fn line(metrics: &[(&str, f64)]) {
    let all: Vec<String> = metrics.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    println!("{{\"v\":1,\"metrics\":{{{}}}}}", all.join(","));
    std::io::stdout().flush().expect("the reader is gone");
}

/// Waits until standard input ends: until then memory and CPU time can be read from outside.
pub fn stay() {
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}

/// Resident memory and address space of this process, in bytes.
pub fn memory() -> (f64, f64) {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells its memory in /proc");
    let bytes = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).expect("the kernel names it");
        line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).expect("a number of kB") * 1024.0
    };
    (bytes("VmRSS:"), bytes("VmSize:"))
}

/// One line for each of REPETITIONS rounds, after WARMUP rounds that nobody hears of.
pub fn repeat(mut round: impl FnMut() -> Vec<(&'static str, f64)>) {
    for _ in 0..setting("WARMUP") {
        round();
    }
    for _ in 0..setting("REPETITIONS") {
        line(&round());
    }
}

/// Runs `work` on so many threads at once; seconds from the first that begins until the last that ends. The threads look
/// at the clock themselves: whoever waits for them may wait for a core, too.
pub fn together(threads: usize, work: impl Fn(usize) + Sync) -> f64 {
    let ready = Barrier::new(threads);
    let timed = |i| {
        ready.wait();
        let from = Instant::now();
        work(i);
        (from, Instant::now())
    };
    let spans: Vec<_> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..threads)
            .map(|i| {
                scope.spawn({
                    let timed = &timed;
                    move || timed(i)
                })
            })
            .collect();
        all.into_iter().map(|thread| thread.join().expect("a thread panicked")).collect()
    });
    let first = spans.iter().map(|(from, _)| *from).min().expect("at least one thread");
    let last = spans.iter().map(|(_, to)| *to).max().expect("at least one thread");
    (last - first).as_secs_f64()
}
