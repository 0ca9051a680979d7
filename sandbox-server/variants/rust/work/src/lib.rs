//! The work behind the routes, written once for all Rust variants. ../../node/work.js does the same, byte for byte.

use std::time::{Duration, Instant};

use http::StatusCode;
use serde::Serialize;

pub mod reply;
pub mod settings;
pub mod stats;

pub const MOST_ITERATIONS: u32 = 1_000_000_000;
pub const MOST_MS: u32 = 60_000;

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

#[derive(Serialize)]
pub struct Burned {
    n: u32,
    checksum: u32,
}

pub fn burn(n: u32) -> Burned {
    Burned { n, checksum: xorshift(START, n) }
}

#[derive(Serialize)]
pub struct BurnedFor {
    ms: u32,
    iterations: u64,
    checksum: u32,
}

pub fn burn_for(ms: u32) -> BurnedFor {
    let end = Instant::now() + Duration::from_millis(ms.into());
    let mut checksum = START;
    let mut iterations = 0;
    while Instant::now() < end {
        checksum = xorshift(checksum, 1000); // about two microseconds between two looks at the clock
        iterations += 1000;
    }
    BurnedFor { ms, iterations, checksum }
}
// #endregion burn

// #region payload
#[derive(Serialize)]
pub struct Record {
    id: u32,
    name: String,
    score: u32,
    active: bool,
    tags: Vec<&'static str>,
}

pub fn payload() -> Vec<Record> {
    let record = |id| Record {
        id,
        name: format!("record {id}"),
        score: id * 7919 % 1000,
        active: id % 2 == 1,
        tags: vec!["core", "queue"],
    };
    (1..=12).map(record).collect()
}
// #endregion payload

/// A query the contract does not allow, as the answer it gets.
pub type BadQuery = (StatusCode, String);

pub fn whole_number(query: &str, name: &str, most: u32) -> Result<u32, BadQuery> {
    value_of(query, name)
        .filter(|text| text.len() <= 10 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .filter(|value| *value <= most)
        .ok_or_else(|| (StatusCode::BAD_REQUEST, format!("{name} must be a whole number from 0 to {most}")))
}

pub fn value_of<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    let pair = query.split('&').find(|pair| pair.split('=').next() == Some(name))?;
    pair.split_once('=').map(|(_, value)| value).or(Some(""))
}

// [1] Every step needs the one before it, so neither a compiler nor a wider core can skip ahead or do two at once.
//     Shifts and exclusive-or on 32 bits cost the same in Rust and in V8: the loop compares servers, not languages.
