//! The thread that adds up and prints, so that neither encoding nor a slow reader delays the generator threads.
//!
//! engines ── Message ──▶ report: sums, merges, prints ── emptied intervals ──▶ engines

use crate::cpu::{self, Cost};
use crate::histograms::Times;
use crate::interval::{ClassTimes, Interval};
use crate::lines::{ByClass, ClassFigures, Generator, Line, Totals};
use crate::merge::{Merged, Merger};
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
    Phase {
        name: &'static str,
        at_ns: u64,
    },
    Tick(Tick),
    /// The phase is over for this thread, its drain included.
    Over {
        at_ns: u64,
    },
}

/// One interval and the gauges at its end.
pub struct Tick {
    pub thread: usize,
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

/// A generator thread's end of it.
pub struct Reports {
    kind: Kind,
    thread: usize,
    messages: Sender<(usize, Message)>,
    spares: Receiver<Box<Interval>>,
}

impl Reports {
    pub fn send(&self, message: Message) {
        // The thread lives as long as its sender.
        let _ = self.messages.send((self.thread, message));
    }

    pub fn thread(&self) -> usize {
        self.thread
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
    /// Of each generator thread, without the drain.
    costs: Vec<Cost>,
}

impl Measured {
    pub fn cost(&self) -> Cost {
        self.costs.iter().fold(Cost::default(), |worst, cost| worst.worse(cost))
    }
}

/// Starts the thread; it ends when the engines are gone and returns what was measured.
pub fn start(json: bool, kind: &Kind, threads: usize) -> (Vec<Reports>, JoinHandle<Measured>) {
    let (messages, inbox) = channel();
    let (outboxes, reports): (Vec<_>, Vec<_>) = (0..threads)
        .map(|thread| {
            let (outbox, spares) = channel();
            for _ in 0..2 {
                let _ = outbox.send(Box::new(kind.interval()));
            }
            (outbox, Reports { kind: kind.clone(), thread, messages: messages.clone(), spares })
        })
        .unzip();
    let costs = vec![Cost::default(); threads];
    let mut measured = Measured { sum: kind.interval(), kind: kind.clone(), in_time: 0, costs };
    let mut merger = Merger::new(threads);
    let thread = spawn(move || {
        cpu::step_back();
        for (thread, message) in inbox {
            take(&mut measured, &mut merger, (thread, message), json, &outboxes);
        }
        measured
    });
    (reports, thread)
}

fn take(
    measured: &mut Measured,
    merger: &mut Merger,
    (thread, message): (usize, Message),
    json: bool,
    outboxes: &[Sender<Box<Interval>>],
) {
    let Measured { kind, sum, in_time, costs } = measured;
    let empty = |Tick { thread, mut interval, .. }| {
        interval.reset();
        let _ = outboxes[thread].send(interval);
    };
    let mut out = |merged| match merged {
        Merged::Phase { name, at_ns } if json => print(&Line::Phase { at_us: us(at_ns), name }),
        Merged::Phase { .. } => {}
        Merged::Tick(tick) => {
            if json {
                print(&tick_line(&tick, kind));
            }
            empty(tick);
        }
    };
    match message {
        Message::Phase { name, at_ns } => merger.begin(thread, name, at_ns, &mut out),
        Message::Over { at_ns } => merger.end(thread, at_ns, &mut out),
        Message::Tick(mut tick) => {
            tick.interval.classes.iter_mut().for_each(ClassTimes::complete);
            if tick.phase != "warmup" {
                sum.add(&tick.interval);
            }
            if tick.phase == "measure" {
                *in_time += tick.interval.counts.ok + tick.interval.counts.carried;
                costs[thread].add(&tick.cost);
            }
            if let Some(used) = merger.add(tick, &mut out) {
                empty(used);
            }
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
