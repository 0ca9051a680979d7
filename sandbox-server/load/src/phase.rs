//! The state of one phase: what it sends when, what waits, and what was counted. No socket here.
//! All times in nanoseconds since the epoch.

use crate::bodies::Bodies;
use crate::connection::{Outcome, Traffic};
use crate::fault::Fault;
use crate::interval::Interval;
use crate::mix::Mix;
use crate::plan::{Pacing, Schedule};
use crate::request::{Due, Request};
use crate::share::Share;
use std::collections::VecDeque;

/// What a phase sends (LD1, LD6).
pub struct Load {
    pub pace: Pace,
    pub mix: Mix,
}

impl Load {
    /// The part of one generator thread.
    pub fn share(self, share: Share) -> Self {
        let pace = match self.pace {
            Pace::Closed { requests, seconds } => {
                Pace::Closed { requests: requests.map(|count| share.part(count)), seconds }
            }
            Pace::Open { schedule, pacing } => Pace::Open { schedule: schedule.share(share), pacing },
        };
        Self { pace, mix: self.mix.share(share) }
    }

    /// A closed loop by time: the phase after it can go on with its requests.
    pub fn flows_on(&self) -> bool {
        matches!(self.pace, Pace::Closed { requests: None, .. })
    }
}

pub enum Pace {
    /// As many as the connections can, until a count is sent or a time has passed.
    Closed { requests: Option<u64>, seconds: f64 },
    /// By plan.
    Open { schedule: Schedule, pacing: Pacing },
}

/// A request that was due and waits for a free connection. It keeps the time it was planned for (LD3).
struct Waiting {
    due: Due,
    released_ns: u64,
}

pub struct Phase {
    /// As the lines name it: `warmup`, `measure`, then `drain`.
    pub name: &'static str,
    pace: Pace,
    mix: Mix,
    pub from_ns: u64,
    /// When sending ends, unless a count ends it before.
    pub until_ns: u64,
    pub interval: Box<Interval>,
    pub bodies: Bodies,
    queue: VecDeque<Waiting>,
    /// Of this phase alone.
    pub in_flight: u64,
    /// Of the phase before, still on their way.
    carried: u64,
    /// Until the plan, the count or the time is over.
    pub sending: bool,
    last_end_ns: u64,
}

impl Phase {
    /// `carried` requests of the phase before are still on their way, each sent before `from_ns`.
    pub fn new(
        name: &'static str,
        Load { pace, mix }: Load,
        from_ns: u64,
        carried: u64,
        interval: Box<Interval>,
    ) -> Self {
        let length_ns = match &pace {
            Pace::Closed { seconds, .. } => (seconds * 1e9) as u64,
            Pace::Open { schedule, .. } => schedule.length_ns(),
        };
        Self {
            name,
            pace,
            mix,
            from_ns,
            until_ns: from_ns + length_ns,
            interval,
            bodies: Bodies::new(),
            queue: VecDeque::new(),
            in_flight: 0,
            carried,
            sending: true,
            last_end_ns: from_ns,
        }
    }

    pub fn is_open_loop(&self) -> bool {
        matches!(self.pace, Pace::Open { .. })
    }

    /// Sent and without an answer, those of the phase before included.
    pub fn on_the_way(&self) -> u64 {
        self.in_flight + self.carried
    }

    pub fn queued(&self) -> u64 {
        self.queue.len() as u64
    }

    /// Nothing is left to wait for.
    pub fn is_answered(&self) -> bool {
        self.in_flight == 0 && self.queue.is_empty()
    }

    /// Moves what is due from the plan to the queue. What is noticed only after the end of the plan is sent all the
    /// same, but was not released in time.
    pub fn release(&mut self, now: u64) {
        let (Pace::Open { schedule, .. }, true) = (&mut self.pace, self.sending) else { return };
        let in_time = now <= self.until_ns + Pacing::TICK_NS;
        while let Some(due) = schedule.take_due(now - self.from_ns) {
            let planned_ns = self.from_ns + due;
            self.interval.counts.planned += 1;
            self.interval.counts.released += u64::from(in_time);
            if let Some(lag) = &mut self.interval.lag {
                lag.record(now - planned_ns);
            }
            self.queue.push_back(Waiting { due: Due { class: self.mix.draw(), planned_ns }, released_ns: now });
        }
    }

    /// The next request for a free connection.
    pub fn next(&mut self, now: u64) -> Option<Due> {
        match &mut self.pace {
            Pace::Closed { requests, .. } => {
                let over = !self.sending || *requests == Some(0) || now >= self.until_ns;
                if over {
                    return None;
                }
                *requests = requests.map(|left| left - 1);
                self.interval.counts.planned += 1;
                self.interval.counts.released += 1;
                Some(Due { class: self.mix.draw(), planned_ns: now })
            }
            Pace::Open { .. } => {
                let Waiting { due, released_ns } = self.queue.pop_front()?;
                if let Some(wait) = &mut self.interval.classes[due.class].wait {
                    wait.record(now - released_ns);
                }
                Some(due)
            }
        }
    }

    /// Fails what has waited for a connection until `timeout_ns` after it was planned (LD11).
    pub fn give_up_waiting(&mut self, now: u64, timeout_ns: u64) {
        while let Some(&Waiting { due, .. }) = self.queue.front() {
            if now < due.planned_ns + timeout_ns {
                return;
            }
            self.queue.pop_front();
            self.fail(due, Fault::Timeout, now);
        }
    }

    /// When that is due next.
    pub fn next_give_up_ns(&self, timeout_ns: u64) -> Option<u64> {
        self.queue.front().map(|waiting| waiting.due.planned_ns + timeout_ns)
    }

    pub fn count_traffic(&mut self, traffic: Traffic) {
        self.interval.counts.sent += traffic.sent;
        self.interval.counts.bytes_in += traffic.bytes_in;
        self.interval.counts.bytes_out += traffic.bytes_out;
    }

    /// Counts a request that ended at `now`. Its times belong to the phase that sent it, its answer to the rate of the
    /// phase in which it came: so a server that is kept busy is counted evenly from the first moment to the last.
    pub fn record(&mut self, request: &Request, outcome: Outcome, now: u64) {
        match outcome {
            Outcome::Pending => return,
            Outcome::Ok if self.is_carried(request) => {
                self.carried -= 1;
                self.interval.counts.carried += 1;
                return;
            }
            Outcome::Ok => {
                self.interval.counts.ok += 1;
                self.interval.classes[request.class].record(request, now);
            }
            Outcome::Failed(fault) => {
                self.take_over(request);
                self.fail(request.due(), fault, now);
            }
        }
        self.in_flight -= 1;
        self.last_end_ns = now;
    }

    fn is_carried(&self, request: &Request) -> bool {
        self.carried > 0 && request.sent_ns < self.from_ns
    }

    /// What the phase before has sent and what then does not end well is counted here: nowhere else would it be seen.
    fn take_over(&mut self, request: &Request) {
        if self.is_carried(request) {
            self.carried -= 1;
            self.in_flight += 1;
            self.interval.counts.planned += 1;
            self.interval.counts.released += 1;
        }
    }

    /// A timeout is recorded at its age (LD10).
    fn fail(&mut self, due: Due, fault: Fault, now: u64) {
        self.interval.counts.failed += 1;
        self.interval.counts.faults.count(fault);
        if matches!(fault, Fault::Timeout | Fault::ConnectTimeout) {
            self.record_age(due, now);
        }
    }

    fn record_age(&mut self, due: Due, now: u64) {
        self.interval.classes[due.class].response.record(now - due.planned_ns);
    }

    /// Whether nothing more will be sent for the first time: the time is over, or the count is sent and answered.
    pub fn is_sent(&self, now: u64) -> bool {
        let counted = matches!(self.pace, Pace::Closed { requests: Some(0), .. });
        now >= self.until_ns || (counted && self.in_flight == 0)
    }

    /// Length of the phase without its drain: by count from the first request to the last answer.
    pub fn length_ns(&self, now: u64) -> u64 {
        match self.pace {
            Pace::Closed { requests: Some(0), .. } => self.last_end_ns - self.from_ns,
            _ => now - self.from_ns,
        }
    }

    /// When the plan needs attention next.
    pub fn next_release_ns(&self, now: u64) -> Option<u64> {
        match &self.pace {
            Pace::Open { schedule, pacing } if self.sending => {
                let due = schedule.next_due_ns()?;
                Some(self.from_ns + pacing.wake_ns(due, now - self.from_ns))
            }
            _ => None,
        }
    }

    /// Records what was sent and has no answer at its age so far (LD12).
    pub fn abandon(&mut self, request: &Request, now: u64) {
        self.take_over(request);
        self.record_age(request.due(), now);
    }

    /// The same for what still waits; returns how many that are. They were never sent.
    pub fn abandon_queue(&mut self, now: u64) -> u64 {
        let unsent = self.queue.len() as u64;
        while let Some(waiting) = self.queue.pop_front() {
            self.record_age(waiting.due, now);
        }
        unsent
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Arrivals, Segment};

    const MS: u64 = 1_000_000;

    /// 100 requests a second for a second, from second 1 on.
    fn phase() -> Phase {
        let schedule = Schedule::new(vec![Segment::steady(100.0, 1.0)], Arrivals::Constant, 1);
        let pace = Pace::Open { schedule, pacing: Pacing::Fine };
        Phase::new(
            "measure",
            Load { pace, mix: Mix::new(&[], false, 1) },
            1_000 * MS,
            0,
            Box::new(Interval::new(true, 1)),
        )
    }

    #[test]
    fn ld3_a_request_that_waits_keeps_the_time_it_was_planned_for() {
        let mut phase = phase();
        phase.release(1_025 * MS);
        let planned = [1_000, 1_010, 1_020].map(|ms| Some(Due { class: 0, planned_ns: ms * MS }));
        assert_eq!([(); 3].map(|()| phase.next(1_030 * MS)), planned);
        assert_eq!(phase.next(1_030 * MS), None);
    }

    #[test]
    fn ld12_ld16_of_the_phase_before_an_answer_counts_for_the_rate_alone_and_a_failure_like_any_other() {
        let pace = Pace::Closed { requests: None, seconds: 1.0 };
        let load = Load { pace, mix: Mix::new(&[], false, 1) };
        let mut phase = Phase::new("measure", load, 1_000 * MS, 3, Box::new(Interval::new(false, 1)));
        let sent_at = |ms: u64| Request::sent(Due { class: 0, planned_ns: ms * MS }, ms * MS);
        phase.record(&sent_at(990), Outcome::Ok, 1_010 * MS);
        phase.record(&sent_at(995), Outcome::Failed(Fault::Eof), 1_020 * MS);
        phase.in_flight += 1;
        phase.record(&sent_at(1_010), Outcome::Ok, 1_030 * MS);
        let counts = &phase.interval.counts;
        assert_eq!((counts.planned, counts.carried, counts.ok, counts.failed), (1, 1, 1, 1));
        assert_eq!(phase.interval.classes[0].service.count(), 1);
        // The third never comes back.
        assert_eq!(phase.on_the_way(), 1);
        phase.abandon(&sent_at(998), 9_000 * MS);
        assert_eq!((phase.interval.counts.planned, phase.in_flight, phase.on_the_way()), (2, 1, 1));
    }

    #[test]
    fn ld16_what_is_noticed_after_the_end_of_the_plan_was_not_released_in_time_but_is_sent() {
        let mut phase = phase();
        phase.release(1_495 * MS);
        // Frozen until the plan is over, and 2 ms longer.
        phase.release(2_002 * MS);
        assert_eq!((phase.interval.counts.planned, phase.interval.counts.released), (100, 50));
        assert_eq!((phase.queued(), phase.interval.lag.as_ref().unwrap().count()), (100, 100));
    }

    #[test]
    fn ld11_a_request_that_waits_for_a_connection_times_out_too() {
        let mut phase = phase();
        phase.release(1_025 * MS);
        assert_eq!(phase.next_give_up_ns(20 * MS), Some(1_020 * MS));
        phase.give_up_waiting(1_030 * MS, 20 * MS);
        let counts = &phase.interval.counts;
        assert_eq!((counts.planned, counts.failed, counts.faults.of(Fault::Timeout)), (3, 2, 2));
        assert_eq!((phase.queued(), phase.interval.classes[0].response.count()), (1, 2));
    }

    #[test]
    fn ld12_what_has_no_answer_is_recorded_at_its_age() {
        let mut phase = phase();
        phase.release(1_025 * MS);
        let sent = Request::sent(phase.next(1_025 * MS).unwrap(), 1_025 * MS);
        phase.abandon(&sent, 3_000 * MS);
        assert_eq!(phase.abandon_queue(3_000 * MS), 2);
        let response = &phase.interval.classes[0].response;
        assert_eq!(response.count(), 3);
        // To three digits.
        assert!((response.quantiles().max.unwrap() / 2e6 - 1.0).abs() < 0.001);
    }
}
