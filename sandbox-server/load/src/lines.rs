//! What is printed with --json: one object a line. Times in µs, counts of the interval; unknown is absent.

use crate::cpu::Cost;
use crate::histograms::Quantiles;
use crate::interval::Counts;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum LoadShape {
    Closed {
        connections: usize,
        #[serde(skip_serializing_if = "Option::is_none")]
        requests: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        seconds: Option<f64>,
    },
    Open {
        segments: Vec<Segment>,
        arrivals: &'static str,
        connections: usize,
    },
}

#[derive(Serialize)]
pub struct Segment {
    pub from: f64,
    pub to: f64,
    pub seconds: f64,
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
    pub ok: u64,
    pub response: String,
    pub service: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait: Option<String>,
}

#[derive(Serialize)]
pub struct Classes {
    pub all: ClassFigures,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    pub planned: u64,
    pub released: u64,
    pub sent: u64,
    pub ok: u64,
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
            failed: counts.failed,
            bytes_in: counts.bytes_in,
            bytes_out: counts.bytes_out,
            errors: counts.faults.named(),
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "t", rename_all = "camelCase")]
pub enum Line {
    #[serde(rename_all = "camelCase")]
    Hello {
        v: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        run: Option<String>,
        seed: u64,
        threads: u8,
        cores: Vec<usize>,
        pacing: &'static str,
        load: LoadShape,
        url: String,
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
        classes: Classes,
    },
    #[serde(rename_all = "camelCase")]
    Done {
        at_us: f64,
        measured_us: f64,
        totals: Totals,
        censored: u64,
        unsent: u64,
        classes: Classes,
        #[serde(skip_serializing_if = "Option::is_none")]
        lag: Option<String>,
        r#gen: Generator,
        response_us: Quantiles,
        service_us: Quantiles,
        flags: Vec<&'static str>,
    },
}
