//! What is printed with --json: one object a line. Times in µs, counts of the interval; unknown is absent.

use super::interval::Exchanges;
use super::memory::Memory;
use super::work::{Hold, Work};
use crate::histograms::Quantiles;
use crate::lines::Generator;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is asked of the connections, as a union (LD1).
#[derive(Serialize, Debug, PartialEq)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum LoadShape {
    Connect {
        connections: usize,
        connect_rate: f64,
    },
    Hold {
        connections: usize,
        connect_rate: f64,
        hold_seconds: f64,
        #[serde(skip_serializing_if = "Option::is_none")]
        ping_seconds: Option<f64>,
    },
    Echo {
        connections: usize,
        connect_rate: f64,
        hold_seconds: f64,
        #[serde(skip_serializing_if = "Option::is_none")]
        ping_seconds: Option<f64>,
        echo_rate: f64,
        echo_bytes: usize,
        echo_as: &'static str,
        seed: u64,
    },
}

impl LoadShape {
    pub fn of(work: &Work) -> Self {
        let Work { connections, connect_rate, .. } = *work;
        let Some(Hold { seconds: hold_seconds, ping_seconds, echo }) = work.hold else {
            return LoadShape::Connect { connections, connect_rate };
        };
        let Some(echo) = echo else {
            return LoadShape::Hold { connections, connect_rate, hold_seconds, ping_seconds };
        };
        LoadShape::Echo {
            connections,
            connect_rate,
            hold_seconds,
            ping_seconds,
            echo_rate: echo.rate,
            echo_bytes: echo.bytes,
            echo_as: echo.kind.name(),
            seed: echo.seed,
        }
    }
}

pub type Errors = BTreeMap<&'static str, u64>;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TickFigures {
    planned: u64,
    sent: u64,
    ok: u64,
    failed: u64,
    in_flight: u64,
    queued: u64,
    errors: Errors,
    latency: String,
}

impl TickFigures {
    /// `pending`: in flight, and waiting to be sent.
    pub fn of(book: &Exchanges, (in_flight, queued): (u64, u64)) -> Self {
        Self {
            planned: book.planned,
            sent: book.sent,
            ok: book.ok,
            failed: book.failed,
            in_flight,
            queued,
            errors: book.faults.named(),
            latency: book.latency.encode(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    planned: u64,
    sent: u64,
    ok: u64,
    failed: u64,
    censored: u64,
    unsent: u64,
    errors: Errors,
    latency: String,
    latency_us: Quantiles,
}

impl Totals {
    pub fn of(book: &Exchanges) -> Self {
        Self {
            planned: book.planned,
            sent: book.sent,
            ok: book.ok,
            failed: book.failed,
            censored: book.censored,
            unsent: book.unsent,
            errors: book.faults.named(),
            latency: book.latency.encode(),
            latency_us: book.latency.quantiles(),
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "t", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[expect(clippy::large_enum_variant, reason = "there is one at a time")]
pub enum Line {
    Hello {
        v: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        run: Option<String>,
        threads: u8,
        cores: Vec<usize>,
        pacing: &'static str,
        load: LoadShape,
        url: String,
        /// Addresses of this machine that connections come from (LD14).
        sources: usize,
    },
    Phase {
        at_us: f64,
        name: &'static str,
    },
    Tick {
        phase: &'static str,
        at_us: f64,
        span_us: f64,
        connecting: u64,
        connected: u64,
        connects: TickFigures,
        lost: Errors,
        #[serde(skip_serializing_if = "Option::is_none")]
        echoes: Option<TickFigures>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pings: Option<TickFigures>,
        lag: String,
        r#gen: Generator,
        #[serde(skip_serializing_if = "Option::is_none")]
        rss_bytes: Option<u64>,
    },
    Done {
        at_us: f64,
        measured_us: f64,
        connects: Totals,
        /// Open until they were asked to end: connects.ok less those that were lost.
        held: u64,
        lost: Errors,
        /// Held, and the server agreed to the end.
        closed: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        echoes: Option<Totals>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pings: Option<Totals>,
        lag: String,
        r#gen: Generator,
        #[serde(skip_serializing_if = "Option::is_none")]
        memory: Option<Memory>,
        flags: Vec<&'static str>,
    },
}
