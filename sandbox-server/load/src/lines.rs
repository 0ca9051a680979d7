//! What is printed with --json: one object a line. Times in µs, counts of the interval; unknown is absent.

use crate::bodies::BodyCounts;
use crate::class::Class;
use crate::cpu::Cost;
use crate::histograms::{Quantiles, Times};
use crate::interval::{ClassTimes, Counts};
use crate::plan::Segment;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum LoadShape {
    Closed {
        connections: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        think_us: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        requests: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        seconds: Option<f64>,
    },
    Open {
        segments: Vec<Segment>,
        arrivals: &'static str,
        connections: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        max_connections: Option<usize>,
    },
}

/// Classes when they are given; without them all requests are those of the address.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Classes {
    pub classes: Vec<Class>,
    pub class_order: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Generator {
    pub cpu_us: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_delay_us: Option<f64>,
}

impl Generator {
    pub fn of(cost: &Cost) -> Self {
        Self { cpu_us: cost.cpu_ns as f64 / 1e3, run_delay_us: cost.run_delay_ns.map(|ns| ns as f64 / 1e3) }
    }
}

#[derive(Serialize)]
pub struct ClassFigures {
    ok: u64,
    response: String,
    service: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    wait: Option<String>,
}

impl ClassFigures {
    pub fn of(times: &ClassTimes) -> Self {
        Self {
            ok: times.ok(),
            response: times.response.encode(),
            service: times.service.encode(),
            wait: times.wait.as_ref().map(Times::encode),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClassResult {
    #[serde(flatten)]
    figures: ClassFigures,
    first_byte: String,
    response_us: Quantiles,
    service_us: Quantiles,
}

impl ClassResult {
    pub fn of(times: &ClassTimes) -> Self {
        Self {
            figures: ClassFigures::of(times),
            first_byte: times.first_byte.encode(),
            response_us: times.response.quantiles(),
            service_us: times.service.quantiles(),
        }
    }
}

/// By name of the class.
pub type ByClass<T> = BTreeMap<String, T>;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    pub planned: u64,
    pub released: u64,
    pub sent: u64,
    pub ok: u64,
    pub carried: u64,
    pub failed: u64,
    pub bytes_in: u64,
    pub bytes_out: u64,
    pub errors: BTreeMap<&'static str, u64>,
}

impl Totals {
    pub fn of(counts: &Counts) -> Self {
        Self {
            planned: counts.planned,
            released: counts.released,
            sent: counts.sent,
            ok: counts.ok,
            carried: counts.carried,
            failed: counts.failed,
            bytes_in: counts.bytes_in,
            bytes_out: counts.bytes_out,
            errors: counts.faults.named(),
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "t", rename_all = "camelCase")]
#[allow(clippy::large_enum_variant)] // One exists at a time.
pub enum Line {
    #[serde(rename_all = "camelCase")]
    Hello {
        v: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        run: Option<String>,
        seed: u64,
        threads: usize,
        cores: Vec<usize>,
        pacing: &'static str,
        load: LoadShape,
        url: String,
        /// Time 0 of all `atUs`, on CLOCK_MONOTONIC.
        epoch_us: f64,
        keep_alive: bool,
        #[serde(flatten)]
        classes: Option<Classes>,
    },
    #[serde(rename_all = "camelCase")]
    Phase { at_us: f64, name: &'static str },
    #[serde(rename_all = "camelCase")]
    Tick {
        phase: &'static str,
        at_us: f64,
        span_us: f64,
        #[serde(flatten)]
        counts: Totals,
        in_flight: u64,
        queued: u64,
        conns: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        lag: Option<String>,
        r#gen: Generator,
        classes: ByClass<ClassFigures>,
    },
    #[serde(rename_all = "camelCase")]
    Done {
        at_us: f64,
        measured_us: f64,
        in_time: u64,
        totals: Totals,
        censored: u64,
        unsent: u64,
        classes: ByClass<ClassResult>,
        #[serde(skip_serializing_if = "Option::is_none")]
        lag: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        connect: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        bodies: Option<BodyCounts>,
        r#gen: Generator,
        response_us: Quantiles,
        service_us: Quantiles,
        flags: Vec<&'static str>,
    },
}
