//! The state of one phase: what it sends when, what waits, and what was counted. No socket here.
//! All times in nanoseconds since the epoch.

use crate::connection::{Outcome, Traffic};
use crate::fault::Fault;
use crate::interval::Interval;
use crate::plan::{Pacing, Schedule};
use std::collections::VecDeque;

/// What a phase sends (LD1).
pub enum Load {
    /// As many as the connections can, until a count is sent or a time has passed.
    Closed { requests: Option<u64>, seconds: Option<f64> },
    /// By plan.
    Open { schedule: Schedule, pacing: Pacing },
}

/// A request that was due and waits for a free connection. It keeps the time it was planned for (LD3).
struct Waiting {
    planned_ns: u64,
    released_ns: u64,
}

pub struct Phase {
    /// As the lines name it: `warmup`, `measure`, then `drain`.
    pub name: &'static str,
    load: Load,
    pub from_ns: u64,
    /// When sending ends, unless a count ends it.
    pub until_ns: Option<u64>,
    pub interval: Box<Interval>,
    queue: VecDeque<Waiting>,
    pub in_flight: u64,
    /// Until the plan, the count or the time is over.
    pub sending: bool,
    last_end_ns: u64,
}

impl Phase {
    pub fn new(name: &'static str, load: Load, from_ns: u64, interval: Box<Interval>) -> Self {
        let length_ns = match &load {
            Load::Closed { seconds, .. } => seconds.map(|seconds| (seconds * 1e9) as u64),
            Load::Open { schedule, .. } => Some(schedule.length_ns()),
        };
        Self {
            name,
            load,
            from_ns,
            until_ns: length_ns.map(|length| from_ns + length),
            interval,
            queue: VecDeque::new(),
            in_flight: 0,
            sending: true,
            last_end_ns: from_ns,
        }
    }

    pub fn is_open_loop(&self) -> bool {
        matches!(self.load, Load::Open { .. })
    }

    pub fn queued(&self) -> u64 {
        self.queue.len() as u64
    }

    /// Nothing is left to wait for.
    pub fn is_answered(&self) -> bool {
        self.in_flight == 0 && self.queue.is_empty()
    }

    /// Moves what is due from the plan to the queue.
    pub fn release(&mut self, now: u64) {
        let (Load::Open { schedule, .. }, true) = (&mut self.load, self.sending) else { return };
        while let Some(due) = schedule.take_due(now - self.from_ns) {
            let planned_ns = self.from_ns + due;
            self.interval.counts.planned += 1;
            self.interval.counts.released += 1;
            if let Some(plan) = &mut self.interval.plan {
                plan.lag.record(now - planned_ns);
            }
            self.queue.push_back(Waiting { planned_ns, released_ns: now });
        }
    }

    /// The next request for a free connection: the time it was planned for.
    pub fn next(&mut self, now: u64) -> Option<u64> {
        match &mut self.load {
            Load::Closed { requests, .. } => {
                let over = !self.sending || *requests == Some(0) || self.until_ns.is_some_and(|until| now >= until);
                if over {
                    return None;
                }
                *requests = requests.map(|left| left - 1);
                self.interval.counts.planned += 1;
                self.interval.counts.released += 1;
                Some(now)
            }
            Load::Open { .. } => {
                let waiting = self.queue.pop_front()?;
                if let Some(plan) = &mut self.interval.plan {
                    plan.wait.record(now - waiting.released_ns);
                }
                Some(waiting.planned_ns)
            }
        }
    }

    pub fn count_traffic(&mut self, traffic: Traffic) {
        self.interval.counts.sent += traffic.sent;
        self.interval.counts.bytes_in += traffic.bytes_in;
        self.interval.counts.bytes_out += traffic.bytes_out;
    }

    /// Counts a request that ended at `now`.
    pub fn record(&mut self, planned_ns: u64, sent_ns: u64, outcome: Outcome, now: u64) {
        match outcome {
            Outcome::Pending => return,
            Outcome::Ok => {
                self.interval.counts.ok += 1;
                self.interval.response.record(now - planned_ns);
                self.interval.service.record(now - sent_ns);
            }
            Outcome::Failed(fault) => {
                self.interval.counts.failed += 1;
                self.interval.counts.faults.count(fault);
                if matches!(fault, Fault::Timeout | Fault::ConnectTimeout) {
                    self.interval.response.record(now - planned_ns);
                }
            }
        }
        self.in_flight -= 1;
        self.last_end_ns = now;
    }

    /// Whether nothing more will be sent for the first time: the time is over, or the count is sent and answered.
    pub fn is_sent(&self, now: u64) -> bool {
        let counted = matches!(self.load, Load::Closed { requests: Some(0), .. });
        self.until_ns.is_some_and(|until| now >= until) || (counted && self.in_flight == 0)
    }

    /// Length of the phase without its drain: by count from the first request to the last answer.
    pub fn length_ns(&self, now: u64) -> u64 {
        match self.load {
            Load::Closed { requests: Some(0), .. } => self.last_end_ns - self.from_ns,
            _ => now - self.from_ns,
        }
    }

    /// When the plan needs attention next.
    pub fn next_release_ns(&self, now: u64) -> Option<u64> {
        match &self.load {
            Load::Open { schedule, pacing } if self.sending => {
                let due = schedule.next_due_ns()?;
                Some(self.from_ns + pacing.wake_ns(due, now - self.from_ns))
            }
            _ => None,
        }
    }

    /// Records what still waits at its age so far, and returns how many that are: they were never sent.
    pub fn abandon_queue(&mut self, now: u64) -> u64 {
        let unsent = self.queue.len() as u64;
        for waiting in self.queue.drain(..) {
            self.interval.response.record(now - waiting.planned_ns);
        }
        unsent
    }
}
