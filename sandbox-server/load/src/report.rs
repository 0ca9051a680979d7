//! The thread that adds up and prints, so that neither encoding nor a slow reader delays the generator.
//!
//! engine ── Message ──▶ report: sums, prints ── emptied intervals ──▶ engine

use crate::cpu::{self, Cost};
use crate::engine::Ended;
use crate::flags::{self, Seen};
use crate::histograms::Times;
use crate::interval::Interval;
use crate::lines::{ClassFigures, Classes, Generator, Line, Totals};
use crate::stop;
use serde::Serialize;
use std::io::Write;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{JoinHandle, spawn};

/// Microseconds, as all lines have them.
pub fn us(nanoseconds: u64) -> f64 {
    nanoseconds as f64 / 1e3
}

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
    pub in_flight: u64,
    pub queued: u64,
    pub connections: u64,
    pub cost: Cost,
}

/// The engine's end of the thread.
pub struct Reports {
    messages: Sender<Message>,
    spares: Receiver<Box<Interval>>,
}

impl Reports {
    pub fn send(&self, message: Message) {
        // The thread lives as long as its sender.
        let _ = self.messages.send(message);
    }

    /// An empty interval, if possible one that was used before.
    pub fn spare(&self, open: bool) -> Box<Interval> {
        match self.spares.try_recv() {
            Ok(spare) if spare.plan.is_some() == open => spare,
            _ => Box::new(Interval::new(open)),
        }
    }
}

/// The last phase that was measured, its drain included.
pub struct Measured {
    pub sum: Interval,
    /// Without the drain.
    pub cost: Cost,
}

/// Starts the thread; it ends when the engine is gone and returns what was measured.
pub fn start(json: bool, open: bool) -> (Reports, JoinHandle<Measured>) {
    let (messages, inbox) = channel();
    let (outbox, spares) = channel();
    for _ in 0..2 {
        let _ = outbox.send(Box::new(Interval::new(open)));
    }
    let thread = spawn(move || {
        cpu::step_back();
        let mut measured = Measured { sum: Interval::new(open), cost: Cost::default() };
        for message in inbox {
            take(&mut measured, message, json, &outbox);
        }
        measured
    });
    (Reports { messages, spares }, thread)
}

fn take(measured: &mut Measured, message: Message, json: bool, outbox: &Sender<Box<Interval>>) {
    match message {
        Message::Phase { name, at_ns } => {
            if json {
                print(&Line::Phase { at_us: us(at_ns), name });
            }
        }
        Message::Tick(mut tick) => {
            if tick.phase != "warmup" {
                measured.sum.add(&tick.interval);
            }
            if tick.phase == "measure" {
                measured.cost.add(&tick.cost);
            }
            if json {
                print(&tick_line(&tick));
            }
            tick.interval.reset();
            let _ = outbox.send(tick.interval);
        }
    }
}

/// One line. When nobody reads any more, the run has lost its purpose and ends.
pub fn print(line: &impl Serialize) {
    let mut text = serde_json::to_string(line).expect("plain data");
    text.push('\n');
    let mut out = std::io::stdout().lock();
    if out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_err() {
        stop::request();
    }
}

fn tick_line(tick: &Tick) -> Line {
    Line::Tick {
        phase: tick.phase,
        at_us: us(tick.at_ns),
        span_us: us(tick.span_ns),
        counts: Totals::of(&tick.interval.counts),
        in_flight: tick.in_flight,
        queued: tick.queued,
        conns: tick.connections,
        lag: tick.interval.plan.as_ref().map(|plan| plan.lag.encode()),
        r#gen: Generator::of(&tick.cost),
        classes: classes(&tick.interval),
    }
}

fn classes(interval: &Interval) -> Classes {
    Classes {
        all: ClassFigures {
            ok: interval.counts.ok,
            response: interval.response.encode(),
            service: interval.service.encode(),
            wait: interval.plan.as_ref().map(|plan| plan.wait.encode()),
        },
    }
}

/// The finished run.
pub struct Result {
    pub measured: Measured,
    pub ended: Ended,
    pub flags: Vec<&'static str>,
}

impl Result {
    pub fn new(measured: Measured, ended: Ended, connections: usize, fine: bool) -> Self {
        let sum = &measured.sum;
        let wall_ns = ended.measured_ns.max(1) as f64;
        let seen = Seen {
            closed: sum.plan.is_none(),
            fine,
            busy: measured.cost.generator_cpu_ns as f64 / wall_ns,
            run_delay_share: measured.cost.run_delay_ns.map(|delay| delay as f64 / wall_ns),
            lag_p99_us: sum.plan.as_ref().and_then(|plan| plan.lag.quantiles().p99),
            response_p99_us: sum.response.quantiles().p99,
            planned: sum.counts.planned,
            released: sum.counts.released,
            ok: sum.counts.ok,
            failed: sum.counts.failed,
            censored: ended.censored,
            unsent: ended.unsent,
            own_faults: flags::own_faults(&sum.counts.faults),
            little: little(sum, wall_ns, connections),
            interrupted: stop::requested(),
        };
        Self { flags: flags::flags(&seen), measured, ended }
    }

    pub fn done_line(&self) -> Line {
        let sum = &self.measured.sum;
        Line::Done {
            at_us: us(self.ended.at_ns),
            measured_us: us(self.ended.measured_ns),
            totals: Totals::of(&sum.counts),
            censored: self.ended.censored,
            unsent: self.ended.unsent,
            classes: classes(sum),
            lag: sum.plan.as_ref().map(|plan| plan.lag.encode()),
            r#gen: Generator::of(&self.measured.cost),
            response_us: sum.response.quantiles(),
            service_us: sum.service.quantiles(),
            flags: self.flags.clone(),
        }
    }
}

/// Little's law for a closed loop: throughput · mean service / connections, 1 in a sound instrument. `None` where the
/// requests at the edges, or those without an answer, would blur it.
fn little(sum: &Interval, wall_ns: f64, connections: usize) -> Option<f64> {
    const LEAST_A_CONNECTION: u64 = 200;
    let all_answered = sum.counts.ok == sum.counts.planned;
    let enough = sum.counts.ok >= LEAST_A_CONNECTION * connections as u64;
    let busy_ns = |times: &Times| times.count() as f64 * times.mean_ns();
    (sum.plan.is_none() && all_answered && enough).then(|| busy_ns(&sum.service) / wall_ns / connections as f64)
}
