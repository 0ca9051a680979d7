//! The thread that adds up and prints, so that neither encoding nor a slow reader delays the generator.

use super::engine::Ended;
use super::interval::{Exchanges, Interval};
use super::lines::{Line, TickFigures, Totals};
use super::work::Work;
use crate::cpu::{self, Cost};
use crate::flags::{self, Seen};
use crate::lines::Generator;
use crate::plan::Pacing;
use crate::report::{print, us};
use crate::stop;
use std::sync::mpsc::{Sender, channel};
use std::thread::{JoinHandle, spawn};

pub enum Message {
    Phase { name: &'static str, at_ns: u64 },
    Tick(Tick),
}

/// One interval and the gauges at its end.
pub struct Tick {
    pub phase: &'static str,
    pub at_ns: u64,
    pub span_ns: u64,
    pub interval: Box<Interval>,
    pub connecting: u64,
    pub connected: u64,
    /// In flight, and waiting to be sent.
    pub echoes: (u64, u64),
    pub pings: (u64, u64),
    pub cost: Cost,
    pub rss_bytes: Option<u64>,
}

/// The engine's end of the thread.
pub struct Reports(Sender<Message>);

impl Reports {
    pub fn send(&self, message: Message) {
        // The thread lives as long as its sender.
        let _ = self.0.send(message);
    }
}

/// What happened in the whole run; costs and lag of its measured phase only.
pub struct Measured {
    sum: Interval,
    cost: Cost,
}

/// Which messages the run has, and what is measured.
#[derive(Clone, Copy)]
struct Parts {
    echoes: bool,
    pings: bool,
    measured: &'static str,
}

impl Parts {
    fn of(work: &Work) -> Self {
        Self {
            echoes: work.hold.is_some_and(|hold| hold.echo.is_some()),
            pings: work.hold.is_some_and(|hold| hold.ping_seconds.is_some()),
            measured: if work.hold.is_some() { "hold" } else { "connect" },
        }
    }
}

/// Starts the thread; it ends when the engine is gone and returns what was measured.
pub fn start(json: bool, work: &Work) -> (Reports, JoinHandle<Measured>) {
    let (sender, inbox) = channel();
    let parts = Parts::of(work);
    let thread = spawn(move || {
        cpu::step_back();
        let mut measured = Measured { sum: Interval::new(), cost: Cost::default() };
        for message in inbox {
            take(&mut measured, &message, parts);
            if json {
                print(&line(&message, parts));
            }
        }
        measured
    });
    (Reports(sender), thread)
}

fn take(measured: &mut Measured, message: &Message, parts: Parts) {
    let Message::Tick(tick) = message else { return };
    measured.sum.add(&tick.interval);
    if tick.phase == parts.measured {
        measured.sum.lag.add(&tick.interval.lag);
        measured.cost.add(&tick.cost);
    }
}

fn line(message: &Message, parts: Parts) -> Line {
    match message {
        Message::Phase { name, at_ns } => Line::Phase { at_us: us(*at_ns), name },
        Message::Tick(tick) => Line::Tick {
            phase: tick.phase,
            at_us: us(tick.at_ns),
            span_us: us(tick.span_ns),
            connecting: tick.connecting,
            connected: tick.connected,
            connects: TickFigures::of(&tick.interval.connects, (tick.connecting, 0)),
            lost: tick.interval.lost.named(),
            echoes: parts.echoes.then(|| TickFigures::of(&tick.interval.echoes, tick.echoes)),
            pings: parts.pings.then(|| TickFigures::of(&tick.interval.pings, tick.pings)),
            lag: tick.interval.lag.encode(),
            r#gen: Generator::of(&tick.cost),
            rss_bytes: tick.rss_bytes,
        },
    }
}

/// The finished run.
pub struct Result {
    pub sum: Interval,
    pub cost: Cost,
    pub ended: Ended,
    pub flags: Vec<&'static str>,
    parts: Parts,
}

impl Result {
    pub fn new(Measured { sum, cost }: Measured, ended: Ended, work: &Work, pacing: Pacing) -> Self {
        let flags = doubts(&sum, &cost, &ended, pacing);
        Self { sum, cost, ended, flags, parts: Parts::of(work) }
    }

    /// Connections that were open until they were asked to end.
    pub fn held(&self) -> u64 {
        self.sum.connects.ok - self.sum.lost.total()
    }

    pub fn echoes(&self) -> Option<&Exchanges> {
        self.parts.echoes.then_some(&self.sum.echoes)
    }

    pub fn pings(&self) -> Option<&Exchanges> {
        self.parts.pings.then_some(&self.sum.pings)
    }

    pub fn done_line(&self) -> Line {
        Line::Done {
            at_us: us(self.ended.at_ns),
            measured_us: us(self.ended.measured_ns),
            connects: Totals::of(&self.sum.connects),
            held: self.held(),
            lost: self.sum.lost.named(),
            closed: self.sum.closed,
            echoes: self.echoes().map(Totals::of),
            pings: self.pings().map(Totals::of),
            lag: self.sum.lag.encode(),
            r#gen: Generator::of(&self.cost),
            memory: self.ended.memory,
            flags: self.flags.clone(),
        }
    }
}

/// The flags of LD16: of the tool as a whole, and of connections, echoes and pings each, so that many good echoes do
/// not hide some lost connections.
fn doubts(sum: &Interval, cost: &Cost, ended: &Ended, pacing: Pacing) -> Vec<&'static str> {
    let wall_ns = ended.measured_ns.max(1) as f64;
    let tool = Seen {
        fine: pacing == Pacing::Fine,
        busy: cost.generator_cpu_ns as f64 / wall_ns,
        run_delay_share: cost.run_delay_ns.map(|delay| delay as f64 / wall_ns),
        still_share: cost.still_ns as f64 / wall_ns,
        lag_p99_us: sum.lag.quantiles().p99,
        response_p99_us: [&sum.echoes, &sum.pings, &sum.connects].iter().find_map(|book| book.latency.quantiles().p99),
        interrupted: stop::requested(),
        ..Seen::default()
    };
    let of_book = |book: &Exchanges| Seen {
        planned: book.planned,
        released: book.planned,
        ok: book.ok,
        failed: book.failed,
        censored: book.censored,
        unsent: book.unsent,
        own_faults: flags::own_faults(&book.faults),
        ..Seen::default()
    };
    let (opened, lost) = (sum.connects.ok, sum.lost.total());
    let held = Seen { planned: opened, released: opened, ok: opened - lost, failed: lost, ..Seen::default() };
    let mut all = flags::flags(&tool);
    for seen in [of_book(&sum.connects), held, of_book(&sum.echoes), of_book(&sum.pings)] {
        for flag in flags::flags(&seen) {
            if !all.contains(&flag) {
                all.push(flag);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Fault;

    fn healthy() -> Interval {
        let mut sum = Interval::new();
        (sum.connects.planned, sum.connects.sent, sum.connects.ok) = (100, 100, 100);
        (sum.echoes.planned, sum.echoes.sent, sum.echoes.ok) = (1_000_000, 1_000_000, 1_000_000);
        sum
    }

    fn flags_after(change: fn(&mut Interval)) -> Vec<&'static str> {
        let mut sum = healthy();
        change(&mut sum);
        let ended = Ended { at_ns: 2_000_000_000, measured_ns: 1_000_000_000, memory: None };
        doubts(&sum, &Cost { generator_cpu_ns: 300_000_000, ..Cost::default() }, &ended, Pacing::Fine)
    }

    #[test]
    fn ab7_a_healthy_run_has_no_flag() {
        assert!(flags_after(|_| {}).is_empty());
    }

    #[test]
    fn ld16_many_good_echoes_do_not_hide_what_else_went_wrong() {
        assert_eq!(flags_after(|sum| (sum.connects.ok, sum.connects.failed) = (99, 1)), ["errors"]);
        assert_eq!(flags_after(|sum| sum.lost.count(Fault::WsClose)), ["errors"]);
        assert_eq!(flags_after(|sum| (sum.pings.planned, sum.pings.censored) = (3, 3)), ["backlog"]);
        assert_eq!(flags_after(|sum| sum.pings.planned = 1), ["fault"], "accounting");
        assert_eq!(
            flags_after(|sum| {
                sum.connects.ok = 99;
                sum.connects.fail(Fault::NoPorts);
            }),
            ["fault", "errors"]
        );
        assert_eq!(flags_after(|sum| (0..100).for_each(|_| sum.lag.record(3_000_000))), [] as [&str; 0]);
        assert_eq!(flags_after(|sum| (0..1000).for_each(|_| sum.lag.record(3_000_000))), ["generatorLate"]);
    }
}
