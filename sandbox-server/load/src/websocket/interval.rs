//! What happened between two ticks, and the sum of such intervals.

use crate::fault::{Fault, FaultCounts};
use crate::histograms::Times;

/// Connections opened, echoes, or pings: planned = ok + failed + censored + unsent when all is over.
#[derive(Clone, PartialEq)]
pub struct Exchanges {
    pub planned: u64,
    pub sent: u64,
    pub ok: u64,
    pub failed: u64,
    /// Sent, but without an answer when the drain ended.
    pub censored: u64,
    /// Planned, but never sent: its connection was gone or took no more.
    pub unsent: u64,
    pub faults: FaultCounts,
    /// From planned to answered; at its age what timed out or was never answered.
    pub latency: Times,
}

impl Exchanges {
    pub fn new() -> Self {
        Self {
            planned: 0,
            sent: 0,
            ok: 0,
            failed: 0,
            censored: 0,
            unsent: 0,
            faults: FaultCounts::default(),
            latency: Times::new(),
        }
    }

    pub fn good(&mut self, latency_ns: u64) {
        self.ok += 1;
        self.latency.record(latency_ns);
    }

    pub fn fail(&mut self, fault: Fault) {
        self.failed += 1;
        self.faults.count(fault);
    }

    fn add(&mut self, other: &Exchanges) {
        self.planned += other.planned;
        self.sent += other.sent;
        self.ok += other.ok;
        self.failed += other.failed;
        self.censored += other.censored;
        self.unsent += other.unsent;
        self.faults.add(&other.faults);
        self.latency.add(&other.latency);
    }
}

#[derive(Clone, PartialEq)]
pub struct Interval {
    pub connects: Exchanges,
    pub echoes: Exchanges,
    pub pings: Exchanges,
    /// Connections that were open and ended before they should.
    pub lost: FaultCounts,
    /// Connections whose end the server agreed to.
    pub closed: u64,
    /// From planned to noticed as due: the load tool's own fault.
    pub lag: Times,
}

impl Interval {
    pub fn new() -> Self {
        Self {
            connects: Exchanges::new(),
            echoes: Exchanges::new(),
            pings: Exchanges::new(),
            lost: FaultCounts::default(),
            closed: 0,
            lag: Times::new(),
        }
    }

    /// All but lag, which counts in the measured phase only.
    pub fn add(&mut self, other: &Interval) {
        self.connects.add(&other.connects);
        self.echoes.add(&other.echoes);
        self.pings.add(&other.pings);
        self.lost.add(&other.lost);
        self.closed += other.closed;
    }
}
