//! The end of a warm-up that somebody else decides: the line `measure` on standard input. Its end ends the run.

use crate::stop;
use std::io::stdin;
use std::sync::atomic::{AtomicBool, Ordering};

static MEASURE: AtomicBool = AtomicBool::new(false);

/// Looked at after each event and each tick.
pub fn to_measure() -> bool {
    MEASURE.load(Ordering::Relaxed)
}

/// Reads standard input to its end, on a thread of its own.
pub fn listen() {
    std::thread::spawn(|| {
        for line in stdin().lines().map_while(Result::ok) {
            match line.trim() {
                "measure" => MEASURE.store(true, Ordering::Relaxed),
                other => eprintln!("Unknown order {other:?}; write: measure"),
            }
        }
        stop::request();
    });
}
