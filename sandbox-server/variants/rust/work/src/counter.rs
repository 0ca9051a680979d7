use std::hint::black_box;
use std::sync::Mutex;

use serde::Serialize;

use crate::burn::steps;
use crate::query::{BadQuery, ITERATIONS, whole_number_or};

#[derive(Serialize)]
pub struct Counted {
    value: u64,
}

// #region counter
static COUNTER: Mutex<u64> = Mutex::new(0);

/// `/counter?hold=N`
pub fn counted(query: &str) -> Result<Counted, BadQuery> {
    let hold = whole_number_or(0, query, "hold", ITERATIONS)?;
    let mut value = COUNTER.lock().expect("nothing panics while it holds the lock"); // [1]
    black_box(steps(hold)); // [2]
    *value += 1;
    Ok(Counted { value: *value })
}
// #endregion counter

// [1] A thread that waits here does nothing else. On an async worker that is every connection of this worker.
// [2] Nobody reads the checksum; without black_box the compiler would leave the loop out.
