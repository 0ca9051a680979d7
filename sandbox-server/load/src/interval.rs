//! What happened between two ticks, and the sum of such intervals.

use crate::fault::FaultCounts;
use crate::histograms::Times;
use crate::request::Request;

/// planned = ok + failed + censored + unsent, where the last two are known at the end only.
#[derive(Clone, Default, Debug, PartialEq)]
pub struct Counts {
    pub planned: u64,
    /// Noticed as due.
    pub released: u64,
    pub sent: u64,
    pub ok: u64,
    /// Good answers to requests of the phase before, which are in no other count of this one.
    pub carried: u64,
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
        self.carried += other.carried;
        self.failed += other.failed;
        self.bytes_in += other.bytes_in;
        self.bytes_out += other.bytes_out;
        self.faults.add(&other.faults);
    }
}

/// What was counted, and times by class.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval {
    pub counts: Counts,
    pub classes: Vec<ClassTimes>,
    /// From planned to noticed as due: the load tool's own fault. Only an open loop has a plan to be late for.
    pub lag: Option<Times>,
    /// From beginning to connect to connected.
    pub connect: Times,
    /// Of all connections of a closed loop together: how long they had no request by intent.
    pub rested_ns: u64,
}

/// Response time holds good answers, and at their age so far what timed out or was never answered; the others hold good
/// answers. The loop records an answer as seldom as can be, and the thread that prints completes the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassTimes {
    pub response: Times,
    /// Until completed, of answers that came in one piece.
    pub service: Times,
    /// From sent to the first byte of the answer; until completed, of answers that came in pieces.
    pub first_byte: Times,
    /// Service times of answers that came in pieces, until completed.
    service_in_pieces: Times,
    /// From noticed as due to sent: no connection was free. Only in an open loop.
    pub wait: Option<Times>,
}

impl ClassTimes {
    pub fn new(open: bool) -> Self {
        Self {
            response: Times::new(),
            service: Times::new(),
            first_byte: Times::new(),
            service_in_pieces: Times::new(),
            wait: open.then(Times::new),
        }
    }

    /// A good answer that ended at `now`.
    pub fn record(&mut self, request: &Request, now: u64) {
        if self.wait.is_some() {
            self.response.record(now - request.planned_ns);
        }
        match request.first_byte_ns {
            None => self.service.record(now - request.sent_ns),
            Some(first_byte_ns) => {
                self.service_in_pieces.record(now - request.sent_ns);
                self.first_byte.record(first_byte_ns - request.sent_ns);
            }
        }
    }

    /// An answer in one piece ends with its first byte; a closed loop has no plan, its response time is service time.
    pub fn complete(&mut self) {
        self.first_byte.add(&self.service);
        self.service.add(&self.service_in_pieces);
        self.service_in_pieces.reset();
        if self.wait.is_none() {
            self.response.add(&self.service);
        }
    }

    pub fn ok(&self) -> u64 {
        self.service.count()
    }

    pub fn add(&mut self, other: &ClassTimes) {
        self.response.add(&other.response);
        self.service.add(&other.service);
        self.first_byte.add(&other.first_byte);
        if let (Some(wait), Some(other)) = (&mut self.wait, &other.wait) {
            wait.add(other);
        }
    }

    fn reset(&mut self) {
        self.response.reset();
        self.service.reset();
        self.first_byte.reset();
        self.service_in_pieces.reset();
        self.wait.iter_mut().for_each(Times::reset);
    }
}

impl Interval {
    pub fn new(open: bool, classes: usize) -> Self {
        Self {
            counts: Counts::default(),
            classes: (0..classes).map(|_| ClassTimes::new(open)).collect(),
            lag: open.then(Times::new),
            connect: Times::new(),
            rested_ns: 0,
        }
    }

    /// The times of all classes together.
    pub fn all_classes(&self) -> ClassTimes {
        let mut all = ClassTimes::new(self.lag.is_some());
        self.classes.iter().for_each(|class| all.add(class));
        all
    }

    pub fn add(&mut self, other: &Interval) {
        self.counts.add(&other.counts);
        for (sum, class) in self.classes.iter_mut().zip(&other.classes) {
            sum.add(class);
        }
        if let (Some(lag), Some(other)) = (&mut self.lag, &other.lag) {
            lag.add(other);
        }
        self.connect.add(&other.connect);
        self.rested_ns += other.rested_ns;
    }

    pub fn reset(&mut self) {
        self.counts = Counts::default();
        self.classes.iter_mut().for_each(ClassTimes::reset);
        self.lag.iter_mut().for_each(Times::reset);
        self.connect.reset();
        self.rested_ns = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Due;

    #[test]
    fn ld5_each_answer_is_in_all_histograms_when_they_are_complete() {
        let sent = |first_byte_ns| Request {
            first_byte_ns,
            ..Request::sent(Due { class: 0, planned_ns: 1_000_000 }, 3_000_000)
        };
        for (open, response_us) in [(true, 9_000.0), (false, 7_000.0)] {
            let mut times = ClassTimes::new(open);
            times.record(&sent(None), 10_000_000);
            times.record(&sent(Some(4_000_000)), 5_000_000);
            times.complete();
            let counts = [&times.response, &times.service, &times.first_byte].map(Times::count);
            assert_eq!(counts, [2; 3]);
            let most = |times: &Times| times.quantiles().max.unwrap();
            for (seen, expected) in [(most(&times.response), response_us), (most(&times.first_byte), 7_000.0)] {
                assert!((seen / expected - 1.0).abs() < 0.001, "{seen} {expected}");
            }
        }
    }

    #[test]
    fn ab14_the_intervals_together_are_the_whole_bucket_by_bucket() {
        let new = || Interval::new(true, 2);
        let (mut sum, mut whole, mut interval) = (new(), new(), new());
        for part in 1..=3 {
            for value in 1..=1000u64 {
                for into in [&mut interval, &mut whole] {
                    into.counts.ok += 1;
                    into.rested_ns += value;
                    into.connect.record(value * 90 * part);
                    into.lag.as_mut().unwrap().record(value * 50 * part);
                    let class = &mut into.classes[value as usize % 2];
                    class.response.record(value * 10_000 * part);
                    class.service.record(value * 7_000 * part);
                    class.first_byte.record(value * 6_000 * part);
                    class.wait.as_mut().unwrap().record(value * 20 * part);
                }
            }
            sum.add(&interval);
            interval.reset();
        }
        // Not assert_eq: it would print some hundred thousand buckets.
        assert!(sum == whole);
        let all = interval.all_classes();
        let times = [&all.response, &all.service, &all.first_byte, &interval.connect];
        assert_eq!(times.map(Times::count), [0; 4]);
        assert_eq!((interval.counts, interval.rested_ns), (Counts::default(), 0));
        assert_eq!(whole.all_classes().ok(), 3_000);
    }
}
