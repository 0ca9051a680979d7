//! Histograms of nanoseconds, 1 µs to 120 s, three digits (LD5). They are merged; percentiles never are.

use base64::Engine as _;
use hdrhistogram::Histogram;
use hdrhistogram::serialization::{Serializer, V2DeflateSerializer};
use serde::Serialize;

const LOW_NS: u64 = 1_000;
const HIGH_NS: u64 = 120_000_000_000;

/// A percentile `p` is given only when n(1 − p) is at least this.
const LEAST_BEYOND: f64 = 10.0;

/// Times of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Times(Histogram<u64>);

impl Times {
    pub fn new() -> Self {
        Self(Histogram::new_with_bounds(LOW_NS, HIGH_NS, 3).expect("bounds are valid"))
    }

    /// What lies outside the bounds is kept at the bounds.
    pub fn record(&mut self, nanoseconds: u64) {
        self.0.saturating_record(nanoseconds.clamp(LOW_NS, HIGH_NS));
    }

    pub fn add(&mut self, other: &Times) {
        if other.count() > 0 {
            self.0.add(&other.0).expect("same bounds");
        }
    }

    pub fn reset(&mut self) {
        if self.count() > 0 {
            self.0.reset();
        }
    }

    pub fn count(&self) -> u64 {
        self.0.len()
    }

    pub fn max_ns(&self) -> u64 {
        self.0.max()
    }

    pub fn mean_ns(&self) -> f64 {
        self.0.mean()
    }

    /// HdrHistogram V2, deflated, base64; values in nanoseconds.
    pub fn encode(&self) -> String {
        let mut bytes = Vec::new();
        V2DeflateSerializer::new().serialize(&self.0, &mut bytes).expect("writing to memory");
        base64::engine::general_purpose::STANDARD.encode(bytes)
    }

    /// For doubts, which must not go away because there are few values: not for display.
    pub fn p99_of_any_us(&self) -> Option<f64> {
        (self.count() > 0).then(|| self.0.value_at_quantile(0.99) as f64 / 1e3)
    }

    pub fn quantiles(&self) -> Quantiles {
        let n = self.0.len() as f64;
        // The small term keeps 1000 · (1 − 0.99), which is a hair below 10 in binary.
        let at = |p: f64| (n * (1.0 - p) + 1e-9 >= LEAST_BEYOND).then(|| self.0.value_at_quantile(p) as f64 / 1e3);
        Quantiles {
            p50: at(0.5),
            p90: at(0.9),
            p99: at(0.99),
            p999: at(0.999),
            max: (n > 0.0).then(|| self.0.max() as f64 / 1e3),
        }
    }
}

/// Microseconds; a percentile with too few values beyond it is absent.
#[derive(Serialize, Default, Clone, Copy, Debug, PartialEq)]
pub struct Quantiles {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p50: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p90: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p99: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p999: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use hdrhistogram::serialization::Deserializer;

    #[test]
    fn a_percentile_with_fewer_than_ten_values_beyond_it_is_absent() {
        let mut times = Times::new();
        assert_eq!(times.quantiles(), Quantiles::default());
        for value in 1..=999 {
            times.record(value * 1000);
        }
        let few = times.quantiles();
        assert!(few.p50.is_some() && few.p90.is_some() && few.p99.is_none() && few.p999.is_none());
        times.record(1_000_000);
        assert!(times.quantiles().p99.is_some());
    }

    #[test]
    fn ld5_values_outside_the_bounds_are_kept_at_the_bounds() {
        let mut times = Times::new();
        times.record(1);
        times.record(u64::MAX);
        assert_eq!(times.count(), 2);
        assert!(times.quantiles().max.unwrap() >= 120e6);
    }

    #[test]
    fn ab14_what_is_encoded_reads_back_bucket_by_bucket() {
        let mut times = Times::new();
        for value in 1..=5000u64 {
            times.record(value * value * 700);
        }
        let bytes = base64::engine::general_purpose::STANDARD.decode(times.encode()).unwrap();
        let read: Histogram<u64> = Deserializer::new().deserialize(&mut bytes.as_slice()).unwrap();
        assert!(Times(read) == times);
    }
}
