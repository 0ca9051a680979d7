//! The thread that adds up and prints, so that neither encoding nor a slow reader delays the generator.
//!
//! engine ── Message ──▶ report: sums, prints ── emptied intervals ──▶ engine

use crate::cpu::{self, Cost};
use crate::histograms::Times;
use crate::interval::{ClassTimes, Interval};
use crate::lines::{ByClass, ClassFigures, Generator, Line, Totals};
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

/// What all intervals of a run have in common.
#[derive(Clone)]
pub struct Kind {
    pub open: bool,
    /// Names, by number of the class.
    pub classes: Vec<String>,
}

impl Kind {
    fn interval(&self) -> Interval {
        Interval::new(self.open, self.classes.len())
    }

    pub fn by_class<T>(&self, interval: &Interval, of: impl Fn(&ClassTimes) -> T) -> ByClass<T> {
        self.classes.iter().cloned().zip(interval.classes.iter().map(of)).collect()
    }
}

/// The engine's end of the thread.
pub struct Reports {
    kind: Kind,
    messages: Sender<Message>,
    spares: Receiver<Box<Interval>>,
}

impl Reports {
    pub fn send(&self, message: Message) {
        // The thread lives as long as its sender.
        let _ = self.messages.send(message);
    }

    /// An empty interval, if possible one that was used before.
    pub fn spare(&self) -> Box<Interval> {
        self.spares.try_recv().unwrap_or_else(|_| Box::new(self.kind.interval()))
    }
}

/// The phase that was measured, its drain included.
pub struct Measured {
    pub kind: Kind,
    pub sum: Interval,
    /// Good answers that came before the drain, also to requests that were sent before the phase.
    pub in_time: u64,
    /// Without the drain.
    pub cost: Cost,
}

/// Starts the thread; it ends when the engine is gone and returns what was measured.
pub fn start(json: bool, kind: Kind) -> (Reports, JoinHandle<Measured>) {
    let (messages, inbox) = channel();
    let (outbox, spares) = channel();
    for _ in 0..2 {
        let _ = outbox.send(Box::new(kind.interval()));
    }
    let mut measured = Measured { sum: kind.interval(), kind: kind.clone(), in_time: 0, cost: Cost::default() };
    let thread = spawn(move || {
        cpu::step_back();
        for message in inbox {
            take(&mut measured, message, json, &outbox);
        }
        measured
    });
    (Reports { kind, messages, spares }, thread)
}

fn take(measured: &mut Measured, message: Message, json: bool, outbox: &Sender<Box<Interval>>) {
    match message {
        Message::Phase { name, at_ns } => {
            if json {
                print(&Line::Phase { at_us: us(at_ns), name });
            }
        }
        Message::Tick(mut tick) => {
            tick.interval.classes.iter_mut().for_each(ClassTimes::complete);
            if tick.phase != "warmup" {
                measured.sum.add(&tick.interval);
            }
            if tick.phase == "measure" {
                measured.in_time += tick.interval.counts.ok + tick.interval.counts.carried;
                measured.cost.add(&tick.cost);
            }
            if json {
                print(&tick_line(&tick, &measured.kind));
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

fn tick_line(tick: &Tick, kind: &Kind) -> Line {
    Line::Tick {
        phase: tick.phase,
        at_us: us(tick.at_ns),
        span_us: us(tick.span_ns),
        counts: Totals::of(&tick.interval.counts),
        in_flight: tick.in_flight,
        queued: tick.queued,
        conns: tick.connections,
        lag: tick.interval.lag.as_ref().map(Times::encode),
        r#gen: Generator::of(&tick.cost),
        classes: kind.by_class(&tick.interval, ClassFigures::of),
    }
}
