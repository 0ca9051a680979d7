use std::ops::RangeInclusive;

use http::StatusCode;

pub const ITERATIONS: RangeInclusive<u32> = 0..=1_000_000_000;
pub const MS: RangeInclusive<u32> = 0..=60_000;
pub const ROUNDS: RangeInclusive<u32> = 1..=1_000_000;

/// A query the contract does not allow, as the answer it gets.
pub type BadQuery = (StatusCode, String);

/// How long `/sleep?ms=N` is to wait.
pub fn sleep_ms(query: &str) -> Result<u32, BadQuery> {
    whole_number(query, "ms", MS)
}

pub fn whole_number(query: &str, name: &str, range: RangeInclusive<u32>) -> Result<u32, BadQuery> {
    parse(value_of(query, name).unwrap_or(""), name, range)
}

/// A query that does not have the name means `otherwise`.
pub fn whole_number_or(otherwise: u32, query: &str, name: &str, range: RangeInclusive<u32>) -> Result<u32, BadQuery> {
    value_of(query, name).map_or(Ok(otherwise), |text| parse(text, name, range))
}

/// The first value of a name; "" where it stands without one.
pub fn value_of<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn parse(text: &str, name: &str, range: RangeInclusive<u32>) -> Result<u32, BadQuery> {
    Some(text)
        .filter(|text| text.len() <= 10 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .filter(|value| range.contains(value))
        .ok_or_else(|| {
            let (least, most) = (range.start(), range.end());
            (StatusCode::BAD_REQUEST, format!("{name} must be a whole number from {least} to {most}"))
        })
}
