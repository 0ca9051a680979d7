//! A document of about BYTES bytes, parsed to a tree or to a type, or written.

use serde::{Deserialize, Serialize};
use std::hint::black_box;
use std::time::Instant;

/// Bytes in a round: a round must be longer than the clock is coarse.
const ROUND_BYTES: usize = 4 << 20;

// #region types
#[derive(Serialize, Deserialize)]
struct Record {
    id: u32,
    name: String,
    score: f64,
    tags: Vec<String>,
}

/// About a hundred bytes of JSON each.
fn record(id: u32) -> Record {
    let tags = ["alpha", "beta", "gamma"].map(String::from).to_vec();
    Record { id, name: format!("User number {id:0>8}"), score: f64::from(id % 1000) / 8.0, tags }
}
// #endregion types

fn main() {
    let one = serde_json::to_string(&record(1)).expect("plain data").len() + 1;
    let records: Vec<Record> =
        (0..report::setting::<usize>("BYTES").div_ceil(one)).map(|id| record(id as u32)).collect();
    let text = serde_json::to_string(&records).expect("plain data");
    let times = ROUND_BYTES.div_ceil(text.len());
    let kind: String = report::setting("KIND");

    // #region work
    let work = || match kind.as_str() {
        // [1] Whatever it holds: a map and a string for each key.
        "parse-tree" => drop(black_box(serde_json::from_str::<serde_json::Value>(black_box(&text)))),
        // [2] What is expected, and nothing else is kept.
        "parse-typed" => drop(black_box(serde_json::from_str::<Vec<Record>>(black_box(&text)))),
        "write" => drop(black_box(serde_json::to_string(black_box(&records)))),
        other => panic!("KIND is \"{other}\"; it is parse-tree, parse-typed or write."),
    };
    // #endregion work

    report::repeat(|| {
        let from = Instant::now();
        (0..times).for_each(|_| work());
        vec![("timeEach", from.elapsed().as_secs_f64() * 1e9 / times as f64)]
    });
    report::stay();
}
