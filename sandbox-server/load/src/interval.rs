//! What happened between two ticks, and the sum of such intervals.

use crate::fault::FaultCounts;
use crate::histograms::Times;

/// planned = ok + failed + censored + unsent, where the last two are known at the end only.
#[derive(Clone, Default, Debug, PartialEq)]
pub struct Counts {
    pub planned: u64,
    /// Noticed as due.
    pub released: u64,
    pub sent: u64,
    pub ok: u64,
    pub failed: u64,
    pub bytes_in: u64,
    pub bytes_out: u64,
    pub faults: FaultCounts,
}

impl Counts {
    fn add(&mut self, other: &Counts) {
        self.planned += other.planned;
        self.released += other.released;
        self.sent += other.sent;
        self.ok += other.ok;
        self.failed += other.failed;
        self.bytes_in += other.bytes_in;
        self.bytes_out += other.bytes_out;
        self.faults.add(&other.faults);
    }
}

/// Counts and times. Response time holds good answers, and at their age so far what timed out or was never answered;
/// service time holds good answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval {
    pub counts: Counts,
    pub response: Times,
    pub service: Times,
    /// Only an open loop has a plan to wait and to be late for.
    pub plan: Option<PlanTimes>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PlanTimes {
    /// From noticed as due to sent: no connection was free.
    pub wait: Times,
    /// From planned to noticed as due: the load tool's own fault.
    pub lag: Times,
}

impl Interval {
    pub fn new(open: bool) -> Self {
        Self {
            counts: Counts::default(),
            response: Times::new(),
            service: Times::new(),
            plan: open.then(|| PlanTimes { wait: Times::new(), lag: Times::new() }),
        }
    }

    pub fn add(&mut self, other: &Interval) {
        self.counts.add(&other.counts);
        self.response.add(&other.response);
        self.service.add(&other.service);
        if let (Some(plan), Some(other)) = (&mut self.plan, &other.plan) {
            plan.wait.add(&other.wait);
            plan.lag.add(&other.lag);
        }
    }

    pub fn reset(&mut self) {
        self.counts = Counts::default();
        self.response.reset();
        self.service.reset();
        if let Some(plan) = &mut self.plan {
            plan.wait.reset();
            plan.lag.reset();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ab14_the_intervals_together_are_the_whole_bucket_by_bucket() {
        let (mut sum, mut whole, mut interval) = (Interval::new(true), Interval::new(true), Interval::new(true));
        for part in 1..=3 {
            for value in 1..=1000u64 {
                for into in [&mut interval, &mut whole] {
                    into.counts.ok += 1;
                    into.response.record(value * 10_000 * part);
                    into.service.record(value * 7_000 * part);
                    into.plan.as_mut().unwrap().lag.record(value * 50 * part);
                }
            }
            sum.add(&interval);
            interval.reset();
        }
        // Not assert_eq: it would print some hundred thousand buckets.
        assert!(sum == whole);
        assert_eq!((interval.counts, interval.response.count()), (Counts::default(), 0));
    }
}
