//! Histograms of nanoseconds, 1 µs to 120 s, three digits (LD5): one of the interval, one of the phase.

use base64::Engine as _;
use hdrhistogram::Histogram;
use hdrhistogram::serialization::{Serializer, V2DeflateSerializer};
use serde::Serialize;

const LOW_NS: u64 = 1_000;
const HIGH_NS: u64 = 120_000_000_000;

/// A percentile `p` is given only when n(1 − p) is at least this.
const LEAST_BEYOND: f64 = 10.0;

pub struct Recorder {
    pub interval: Histogram<u64>,
    pub total: Histogram<u64>,
}

impl Recorder {
    pub fn new() -> Self {
        let histogram = || Histogram::new_with_bounds(LOW_NS, HIGH_NS, 3).expect("bounds are valid");
        Self { interval: histogram(), total: histogram() }
    }

    pub fn record(&mut self, nanoseconds: u64) {
        self.interval.saturating_record(nanoseconds.clamp(LOW_NS, HIGH_NS));
    }

    /// The interval as text; it is added to the total and begins anew.
    pub fn swap(&mut self) -> String {
        let text = encode(&self.interval);
        self.total.add(&self.interval).expect("same bounds");
        self.interval.reset();
        text
    }
}

/// HdrHistogram V2, deflated, base64.
pub fn encode(histogram: &Histogram<u64>) -> String {
    let mut bytes = Vec::new();
    V2DeflateSerializer::new().serialize(histogram, &mut bytes).expect("writing to memory");
    base64::engine::general_purpose::STANDARD.encode(bytes)
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

pub fn quantiles(histogram: &Histogram<u64>) -> Quantiles {
    let n = histogram.len() as f64;
    let at = |p: f64| (n * (1.0 - p) + 1e-9 >= LEAST_BEYOND).then(|| histogram.value_at_quantile(p) as f64 / 1e3);
    Quantiles {
        p50: at(0.5),
        p90: at(0.9),
        p99: at(0.99),
        p999: at(0.999),
        max: (n > 0.0).then(|| histogram.max() as f64 / 1e3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ab14_the_intervals_together_are_the_total() {
        let mut recorder = Recorder::new();
        let mut whole = Recorder::new();
        for i in 0..3 {
            for value in 1..=1000u64 {
                recorder.record(value * 10_000 * (i + 1));
                whole.record(value * 10_000 * (i + 1));
            }
            recorder.swap();
        }
        assert_eq!(recorder.total, whole.interval);
        assert_eq!(recorder.interval.len(), 0);
    }

    #[test]
    fn a_percentile_with_fewer_than_ten_values_beyond_it_is_absent() {
        let mut recorder = Recorder::new();
        for value in 1..=999 {
            recorder.record(value * 1000);
        }
        recorder.swap();
        let few = quantiles(&recorder.total);
        assert!(few.p50.is_some() && few.p90.is_some() && few.p99.is_none() && few.p999.is_none());
        recorder.record(1_000_000);
        recorder.swap();
        assert!(quantiles(&recorder.total).p99.is_some());
        assert_eq!(quantiles(&Recorder::new().total), Quantiles::default());
    }

    #[test]
    fn ld5_values_outside_the_bounds_are_kept_at_the_bounds() {
        let mut recorder = Recorder::new();
        recorder.record(1);
        recorder.record(u64::MAX);
        recorder.swap();
        assert_eq!(recorder.total.len(), 2);
        assert!(recorder.total.max() >= HIGH_NS);
    }
}
