//! The finished run: its last line, and the load tool's doubts about it.

use crate::engine::Ended;
use crate::flags::{self, Seen};
use crate::histograms::Times;
use crate::interval::{ClassTimes, Interval};
use crate::lines::{ClassResult, Generator, Line, Totals};
use crate::plan::Pacing;
use crate::report::{Measured, us};

pub struct RunResult {
    pub measured: Measured,
    pub ended: Ended,
    /// The times of all classes together.
    pub all: ClassTimes,
    pub flags: Vec<&'static str>,
}

impl RunResult {
    pub fn new(measured: Measured, ended: Ended, connections: usize, pacing: Option<Pacing>) -> Self {
        let (sum, cost) = (&measured.sum, measured.cost());
        let all = sum.all_classes();
        let wall_ns = ended.measured_ns.max(1) as f64;
        let seen = Seen {
            connections: (!measured.kind.open).then_some(connections as u64),
            fine: pacing == Some(Pacing::Fine),
            busy: cost.generator_cpu_ns as f64 / wall_ns,
            run_delay_share: cost.run_delay_ns.map(|delay| delay as f64 / wall_ns),
            still_share: cost.still_ns as f64 / wall_ns,
            lag_p99_us: sum.lag.as_ref().and_then(Times::p99_of_any_us),
            response_p99_us: all.response.p99_of_any_us(),
            planned: sum.counts.planned,
            released: sum.counts.released,
            ok: sum.counts.ok,
            failed: sum.counts.failed,
            censored: ended.censored,
            unsent: ended.unsent,
            own_faults: flags::own_faults(&sum.counts.faults),
            little: little(sum, &all.service, wall_ns, connections),
            interrupted: ended.interrupted,
        };
        Self { flags: flags::flags(&seen), measured, ended, all }
    }

    pub fn done_line(&self) -> Line {
        let Measured { kind, sum, in_time, .. } = &self.measured;
        Line::Done {
            at_us: us(self.ended.at_ns),
            measured_us: us(self.ended.measured_ns),
            in_time: *in_time,
            totals: Totals::of(&sum.counts),
            censored: self.ended.censored,
            unsent: self.ended.unsent,
            classes: kind.by_class(sum, ClassResult::of),
            lag: sum.lag.as_ref().map(Times::encode),
            connect: (sum.connect.count() > 0).then(|| sum.connect.encode()),
            bodies: self.ended.bodies.counts(),
            r#gen: Generator::of(&self.measured.cost()),
            response_us: self.all.response.quantiles(),
            service_us: self.all.service.quantiles(),
            flags: self.flags.clone(),
        }
    }
}

/// Little's law for a closed loop: throughput · mean of service and rest / connections, 1 in a sound instrument. `None`
/// where the requests at the edges, or those without an answer, would blur it.
fn little(sum: &Interval, service: &Times, wall_ns: f64, connections: usize) -> Option<f64> {
    const LEAST_A_CONNECTION: u64 = 200;
    /// A request that crosses an edge of the phase belongs to it in part: so much of the phase may be in doubt.
    const MOST_AT_EDGE: f64 = 0.02;
    let all_answered = sum.counts.ok == sum.counts.planned;
    let enough = sum.counts.ok >= LEAST_A_CONNECTION * connections as u64;
    let short = service.max_ns() as f64 <= MOST_AT_EDGE * wall_ns;
    let spent_ns = service.count() as f64 * service.mean_ns() + sum.rested_ns as f64;
    (sum.lag.is_none() && all_answered && enough && short).then(|| spent_ns / wall_ns / connections as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two connections, each 1,000 requests in a second: 0.7 ms of service and 0.3 ms of rest.
    fn closed_loop() -> Interval {
        let mut sum = Interval::new(false, 1);
        (sum.counts.planned, sum.counts.ok, sum.rested_ns) = (2_000, 2_000, 600_000_000);
        (0..2_000).for_each(|_| sum.classes[0].service.record(700_000));
        sum
    }

    fn little_of(sum: &Interval, connections: usize) -> Option<f64> {
        little(sum, &sum.all_classes().service, 1e9, connections)
    }

    #[test]
    fn ld16_connections_are_throughput_times_mean_of_service_and_rest() {
        assert!((little_of(&closed_loop(), 2).unwrap() - 1.0).abs() < 0.001);
        // As if every fourth answer had been lost and its connection had stood still.
        let half = Interval { rested_ns: 0, ..closed_loop() };
        assert!((little_of(&half, 2).unwrap() - 0.7).abs() < 0.001);
    }

    #[test]
    fn ld16_few_requests_or_some_without_an_answer_do_not_tell() {
        assert_eq!(little_of(&closed_loop(), 11), None);
        let mut failed = closed_loop();
        failed.counts.planned += 1;
        assert_eq!(little_of(&failed, 2), None);
    }

    #[test]
    fn ld16_requests_as_long_as_a_part_of_the_phase_do_not_tell() {
        // A server that is still cold: the first requests, of which only the end was seen, took half of the phase.
        let mut cold = closed_loop();
        cold.classes[0].service.record(500_000_000);
        (cold.counts.planned, cold.counts.ok) = (2_001, 2_001);
        assert_eq!(little_of(&cold, 2), None);
    }
}
