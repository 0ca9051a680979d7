use std::time::{Duration, Instant};

use serde::Serialize;

use crate::query::{BadQuery, ITERATIONS, MS, value_of, whole_number};

#[derive(Serialize)]
#[serde(untagged)]
pub enum Burned {
    Steps { n: u32, checksum: u32 },
    Time { ms: u32, iterations: u64, checksum: u32 },
}

/// `/burn?n=N` or `/burn?ms=N`
pub fn burned(query: &str) -> Result<Burned, BadQuery> {
    Ok(match value_of(query, "ms") {
        Some(_) => burn_for(whole_number(query, "ms", MS)?),
        None => burn(whole_number(query, "n", ITERATIONS)?),
    })
}

// #region burn
const START: u32 = 2463534242; // any start but 0 will do: 0 stays 0 for ever

// [1]
fn xorshift(mut x: u32, iterations: u32) -> u32 {
    for _ in 0..iterations {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
    }
    x
}

fn burn(n: u32) -> Burned {
    Burned::Steps { n, checksum: steps(n) }
}

fn burn_for(ms: u32) -> Burned {
    let end = Instant::now() + Duration::from_millis(ms.into());
    let mut checksum = START;
    let mut iterations = 0;
    while Instant::now() < end {
        checksum = xorshift(checksum, 1000); // about two microseconds between two looks at the clock
        iterations += 1000;
    }
    Burned::Time { ms, iterations, checksum }
}
// #endregion burn

/// The checksum after `n` steps of the loop.
pub fn steps(n: u32) -> u32 {
    xorshift(START, n)
}

// [1] Every step needs the one before it, so neither a compiler nor a wider core can skip ahead or do two at once.
//     Shifts and exclusive-or on 32 bits cost the same in Rust and in V8: the loop compares servers, not languages.
