//! What several generator threads report, put together as if one had reported it. Pure.

use crate::report::Tick;

/// What is printed.
pub enum Merged {
    Phase { name: &'static str, at_ns: u64 },
    Tick(Tick),
}

#[derive(Clone, Copy, Default)]
struct Thread {
    /// `None` before a phase and after its drain.
    phase: Option<&'static str>,
    /// Whether its interval is in the one that is being put together.
    is_in: bool,
    in_flight: u64,
    queued: u64,
    connections: u64,
}

pub struct Merger {
    threads: Vec<Thread>,
    /// The phase that all have begun.
    phase: &'static str,
    last_ns: u64,
    pending: Option<Tick>,
}

impl Merger {
    pub fn new(threads: usize) -> Self {
        Self { threads: vec![Thread::default(); threads], phase: "", last_ns: 0, pending: None }
    }

    /// A phase is printed when all threads have begun it; a drain, when none sends any more.
    pub fn begin(&mut self, thread: usize, name: &'static str, at_ns: u64, print: &mut impl FnMut(Merged)) {
        self.threads[thread].phase = Some(name);
        self.begin_together(at_ns, print);
    }

    /// The thread's phase is over, its drain included.
    pub fn end(&mut self, thread: usize, at_ns: u64, print: &mut impl FnMut(Merged)) {
        self.threads[thread].phase = None;
        if self.is_whole() {
            self.flush(print);
        }
        self.begin_together(at_ns, print);
    }

    fn begin_together(&mut self, at_ns: u64, print: &mut impl FnMut(Merged)) {
        let Some(name) = self.threads.iter().find_map(|thread| thread.phase) else { return };
        let begun = |thread: &Thread| thread.phase.map_or(name == "drain", |phase| phase == name);
        if name != self.phase && self.threads.iter().all(begun) {
            self.flush(print);
            let at_ns = at_ns.max(self.last_ns);
            (self.phase, self.last_ns) = (name, at_ns);
            print(Merged::Phase { name, at_ns });
        }
    }

    /// An interval is printed when all threads that are at work have ended theirs. Who is late by a whole interval is in
    /// the next. Returns the thread's own interval once it is added to another's.
    pub fn add(&mut self, tick: Tick, print: &mut impl FnMut(Merged)) -> Option<Tick> {
        let thread = tick.thread;
        if self.threads[thread].is_in {
            self.flush(print);
        }
        let Tick { in_flight, queued, connections, .. } = tick;
        self.threads[thread] = Thread { is_in: true, in_flight, queued, connections, ..self.threads[thread] };
        let used = match &mut self.pending {
            Some(pending) => {
                pending.interval.add(&tick.interval);
                pending.cost = pending.cost.worse(&tick.cost);
                pending.at_ns = pending.at_ns.max(tick.at_ns);
                Some(tick)
            }
            empty => {
                *empty = Some(tick);
                None
            }
        };
        if self.is_whole() {
            self.flush(print);
        }
        used
    }

    fn is_whole(&self) -> bool {
        self.threads.iter().all(|thread| thread.is_in || thread.phase.is_none())
    }

    fn flush(&mut self, print: &mut impl FnMut(Merged)) {
        let Some(pending) = self.pending.take() else { return };
        self.threads.iter_mut().for_each(|thread| thread.is_in = false);
        let sum = |of: fn(&Thread) -> u64| self.threads.iter().map(of).sum();
        let merged = Tick {
            phase: self.phase,
            span_ns: pending.at_ns - self.last_ns,
            in_flight: sum(|thread| thread.in_flight),
            queued: sum(|thread| thread.queued),
            connections: sum(|thread| thread.connections),
            ..pending
        };
        self.last_ns = merged.at_ns;
        print(Merged::Tick(merged));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cpu::Cost;
    use crate::interval::Interval;

    enum Said {
        Begins(&'static str, u64),
        Ticks { at_ns: u64, ok: u64, in_flight: u64 },
        Ends(u64),
    }
    use Said::{Begins, Ends, Ticks};

    fn ticks(at_ns: u64, ok: u64, in_flight: u64) -> Said {
        Ticks { at_ns, ok, in_flight }
    }

    /// A line in words: a phase, or an interval with its phase, end, length, answers and requests in flight.
    fn printed(threads: usize, said: Vec<(usize, Said)>) -> Vec<String> {
        let mut lines = Vec::new();
        let mut print = |merged| {
            lines.push(match merged {
                Merged::Phase { name, at_ns } => format!("{name} at {at_ns}"),
                Merged::Tick(Tick { phase, at_ns, span_ns, interval, in_flight, .. }) => {
                    format!("{phase} {at_ns} {span_ns}: {} ok, {in_flight}", interval.counts.ok)
                }
            });
        };
        let mut merger = Merger::new(threads);
        for (thread, said) in said {
            match said {
                Begins(name, at_ns) => merger.begin(thread, name, at_ns, &mut print),
                Ends(at_ns) => merger.end(thread, at_ns, &mut print),
                Ticks { at_ns, ok, in_flight } => {
                    let mut interval = Box::new(Interval::new(false, 1));
                    interval.counts.ok = ok;
                    let tick = Tick {
                        thread,
                        phase: "its own",
                        at_ns,
                        span_ns: 0,
                        interval,
                        in_flight,
                        queued: 0,
                        connections: 1,
                        cost: Cost::default(),
                    };
                    merger.add(tick, &mut print);
                }
            }
        }
        lines
    }

    #[test]
    fn ld5_a_single_thread_is_printed_as_it_speaks() {
        let said = vec![
            (0, Begins("warmup", 5)),
            (0, ticks(15, 2, 1)),
            (0, Ends(15)),
            (0, Begins("measure", 20)),
            (0, ticks(30, 3, 1)),
            (0, ticks(40, 4, 1)),
            (0, Begins("drain", 40)),
            (0, ticks(42, 1, 0)),
            (0, Ends(42)),
        ];
        let expected = [
            "warmup at 5",
            "warmup 15 10: 2 ok, 1",
            "measure at 20",
            "measure 30 10: 3 ok, 1",
            "measure 40 10: 4 ok, 1",
            "drain at 40",
            "drain 42 2: 1 ok, 0",
        ];
        assert_eq!(printed(1, said), expected);
    }

    #[test]
    fn ld5_cp5_intervals_of_all_threads_are_one_line_and_one_that_is_late_is_in_the_next() {
        let said = vec![
            (0, Begins("measure", 0)),
            (1, Begins("measure", 0)),
            (1, ticks(11, 2, 3)),
            (0, ticks(10, 1, 4)),
            (0, ticks(20, 10, 4)),
            (0, ticks(30, 20, 4)),
            (1, ticks(31, 40, 5)),
        ];
        let expected = ["measure at 0", "measure 11 11: 3 ok, 7", "measure 20 9: 10 ok, 7", "measure 31 11: 60 ok, 9"];
        assert_eq!(printed(2, said), expected);
    }

    #[test]
    fn ld12_cp5_a_drain_begins_when_the_last_thread_has_sent_all() {
        let said = vec![
            (0, Begins("measure", 0)),
            (1, Begins("measure", 0)),
            (0, ticks(10, 1, 1)),
            (0, Begins("drain", 10)),
            // Has answered its part by count, and waits for nobody.
            (1, ticks(12, 7, 0)),
            (1, Ends(12)),
            (0, ticks(20, 1, 0)),
            (0, Ends(20)),
        ];
        let expected = ["measure at 0", "measure 12 12: 8 ok, 1", "drain at 12", "drain 20 8: 1 ok, 0"];
        assert_eq!(printed(2, said), expected);
        // The report thread may hear the later one first.
        let said = vec![
            (0, Begins("measure", 0)),
            (1, Begins("measure", 0)),
            (1, ticks(12, 7, 1)),
            (1, Begins("drain", 12)),
            (0, ticks(10, 1, 1)),
            (0, Begins("drain", 10)),
        ];
        assert_eq!(printed(2, said), ["measure at 0", "measure 12 12: 8 ok, 2", "drain at 12"]);
    }
}
