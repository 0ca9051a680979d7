use std::hint::black_box;

use serde::{Deserialize, Serialize};

use crate::query::{BadQuery, ROUNDS, whole_number};

// #region payload
#[derive(Deserialize, Serialize)]
pub struct Record<Tag> {
    id: u32,
    name: String,
    score: u32,
    active: bool,
    tags: Vec<Tag>,
}

pub fn payload() -> Vec<Record<&'static str>> {
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

#[derive(Serialize)]
pub struct Parsed {
    n: u32,
    sum: u64,
}

// #region parse
/// `/json/parse?n=N`
pub fn parsed(query: &str) -> Result<Parsed, BadQuery> {
    let n = whole_number(query, "n", ROUNDS)?;
    let text = serde_json::to_string(&payload()).expect("plain data serialises");
    let sum = (0..n).map(|_| active_scores(&text)).sum();
    Ok(Parsed { n, sum })
}

fn active_scores(text: &str) -> u64 {
    let records: Vec<Record<String>> = serde_json::from_str(text).expect("what was just serialised"); // [1]
    let active = black_box(&records).iter().filter(|record| record.active); // [2]
    active.map(|record| u64::from(record.score)).sum()
}
// #endregion parse

// [1] Into the fields of a struct that the compiler knows; every text is copied out, as a program would that keeps it.
// [2] black_box pretends that all fields are read, so that none of the parsing can be left out.

#[cfg(test)]
mod tests {
    use super::{parsed, payload};

    #[test]
    fn the_sum_counts_the_scores_of_active_records_once_for_each_parse() {
        // id = 1, 3, 5, 7, 9, 11: 919 + 757 + 595 + 433 + 271 + 109
        assert_eq!(parsed("n=1").unwrap().sum, 3084);
        assert_eq!(parsed("n=1000").unwrap().sum, 3_084_000);
    }

    #[test]
    fn the_records_are_936_bytes_of_json() {
        assert_eq!(serde_json::to_string(&payload()).unwrap().len(), 936);
    }
}
