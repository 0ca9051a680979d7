//! The loop: what is due is sent on the connection that was idle longest (LD8), answers are recorded, ticks are printed.

use crate::connection::{Connection, Progress};
use crate::cpu::{run_delay_ns, thread_cpu_ns};
use crate::histograms::{Quantiles, Recorder, encode, quantiles};
use crate::lines::{ClassFigures, Classes, Errors, Generator, Line, Totals};
use crate::plan::Schedule;
use mio::{Events, Interest, Poll, Token};
use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const TICK_NS: u64 = 250_000_000;
/// The first tick comes early, so that a chart has a point at once.
const FIRST_TICK_NS: u64 = 100_000_000;
/// Grain of `tick` pacing (LD4).
const TICK_PACING_NS: u64 = 1_000_000;
const TIMER: Token = Token(usize::MAX);

/// How due times are met: to the nanosecond of the timer, or at the next full millisecond (LD4).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pacing {
    Fine,
    Tick,
}

pub static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// What a phase sends.
pub enum Load {
    /// As many as the connections can, until a count was answered or a time has passed.
    Closed {
        requests: Option<u64>,
        seconds: Option<f64>,
    },
    Open {
        schedule: Schedule,
        pacing: Pacing,
    },
}

#[derive(Default, Clone)]
pub struct Counts {
    pub planned: u64,
    pub released: u64,
    pub sent: u64,
    pub ok: u64,
    pub failed: u64,
    pub bytes_in: u64,
    pub bytes_out: u64,
    pub errors: Errors,
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
        for (kind, count) in &other.errors {
            *self.errors.entry(kind).or_default() += count;
        }
    }

    pub fn totals(&self) -> Totals {
        Totals {
            planned: self.planned,
            released: self.released,
            sent: self.sent,
            ok: self.ok,
            failed: self.failed,
            bytes_in: self.bytes_in,
            bytes_out: self.bytes_out,
            errors: self.errors.clone(),
        }
    }
}

/// What a finished phase found.
pub struct Outcome {
    pub counts: Counts,
    pub measured_ns: u64,
    pub censored: u64,
    pub unsent: u64,
    pub cpu_ns: u64,
    pub run_delay_ns: Option<u64>,
    pub response: Recorder,
    pub service: Recorder,
    pub wait: Option<Recorder>,
    pub lag: Option<Recorder>,
    pub interrupted: bool,
}

impl Outcome {
    pub fn response_us(&self) -> Quantiles {
        quantiles(&self.response.total)
    }

    pub fn service_us(&self) -> Quantiles {
        quantiles(&self.service.total)
    }

    pub fn classes(&self) -> Classes {
        Classes {
            all: ClassFigures {
                ok: self.counts.ok,
                response: encode(&self.response.total),
                service: encode(&self.service.total),
                wait: self.wait.as_ref().map(|wait| encode(&wait.total)),
            },
        }
    }
}

pub struct Engine {
    poll: Poll,
    events: Events,
    timer: OwnedFd,
    epoch: Instant,
    address: SocketAddr,
    request: Vec<u8>,
    wire_timeout_ns: u64,
    drain_ns: u64,
    connections: Vec<Connection>,
    idle: VecDeque<usize>,
    /// Tokens of one poll; kept, so that the loop allocates nothing.
    ready: Vec<Token>,
    print: Box<dyn FnMut(&Line)>,
}

/// State of the phase that runs. Times in nanoseconds since the engine's epoch.
struct Phase {
    name: &'static str,
    load: Load,
    from_ns: u64,
    interval: Counts,
    total: Counts,
    queue: VecDeque<u64>,
    in_flight: u64,
    left: Option<u64>,
    over: bool,
    drain_until_ns: Option<u64>,
    last_answer_ns: u64,
    response: Recorder,
    service: Recorder,
    wait: Option<Recorder>,
    lag: Option<Recorder>,
    next_tick_ns: u64,
    tick_from_ns: u64,
    tick_cpu_ns: u64,
    tick_delay_ns: Option<u64>,
}

impl Engine {
    pub fn new(
        address: SocketAddr,
        request: Vec<u8>,
        connections: usize,
        expected: Option<Rc<[u8]>>,
        wire_timeout: Duration,
        drain: Duration,
        print: Box<dyn FnMut(&Line)>,
    ) -> io::Result<Self> {
        let poll = Poll::new()?;
        // SAFETY: a fresh descriptor that nothing else owns.
        let timer = unsafe {
            let fd = libc::timerfd_create(libc::CLOCK_MONOTONIC, libc::TFD_NONBLOCK | libc::TFD_CLOEXEC);
            if fd < 0 {
                return Err(io::Error::last_os_error());
            }
            OwnedFd::from_raw_fd(fd)
        };
        poll.registry().register(&mut mio::unix::SourceFd(&timer.as_raw_fd()), TIMER, Interest::READABLE)?;
        Ok(Self {
            poll,
            events: Events::with_capacity(1024),
            timer,
            epoch: Instant::now(),
            address,
            request,
            wire_timeout_ns: wire_timeout.as_nanos() as u64,
            drain_ns: drain.as_nanos() as u64,
            connections: (0..connections).map(|_| Connection::new(expected.clone())).collect(),
            idle: (0..connections).collect(),
            ready: Vec::with_capacity(1024),
            print,
        })
    }

    pub fn now_ns(&self) -> u64 {
        self.epoch.elapsed().as_nanos() as u64
    }

    pub fn run(&mut self, name: &'static str, load: Load) -> io::Result<Outcome> {
        let from_ns = self.now_ns();
        (self.print)(&Line::Phase { at_us: us(from_ns), name });
        let open = matches!(load, Load::Open { .. });
        let left = match load {
            Load::Closed { requests, .. } => requests,
            Load::Open { .. } => None,
        };
        let cpu_from = thread_cpu_ns();
        let delay_from = run_delay_ns();
        let mut phase = Phase {
            name,
            load,
            from_ns,
            interval: Counts::default(),
            total: Counts::default(),
            queue: VecDeque::new(),
            in_flight: 0,
            left,
            over: false,
            drain_until_ns: None,
            last_answer_ns: from_ns,
            response: Recorder::new(),
            service: Recorder::new(),
            wait: open.then(Recorder::new),
            lag: open.then(Recorder::new),
            next_tick_ns: from_ns + FIRST_TICK_NS,
            tick_from_ns: from_ns,
            tick_cpu_ns: cpu_from,
            tick_delay_ns: delay_from,
        };
        loop {
            let now = self.now_ns();
            self.release(&mut phase, now);
            self.dispatch(&mut phase)?;
            let interrupted = INTERRUPTED.load(Ordering::Relaxed);
            let now = self.now_ns();
            if now >= phase.next_tick_ns {
                self.time_out(&mut phase, now);
                self.tick(&mut phase, now);
            }
            if phase.over && phase.drain_until_ns.is_none() {
                phase.drain_until_ns = Some(now + self.drain_ns);
                if name == "measure" && phase.in_flight > 0 && open {
                    (self.print)(&Line::Phase { at_us: us(now), name: "drain" });
                }
            }
            let drained = phase.over && phase.in_flight == 0 && phase.queue.is_empty();
            if drained || interrupted || phase.drain_until_ns.is_some_and(|until| now >= until) {
                self.tick(&mut phase, now);
                return Ok(self.finish(phase, now, cpu_from, delay_from, interrupted));
            }
            self.wait(&mut phase)?;
        }
    }

    /// Moves what is due from the plan to the queue.
    fn release(&mut self, phase: &mut Phase, now: u64) {
        match &mut phase.load {
            Load::Closed { seconds, .. } => {
                let timed_out = seconds.is_some_and(|seconds| now >= phase.from_ns + (seconds * 1e9) as u64);
                phase.over = phase.over || timed_out || phase.left == Some(0);
            }
            Load::Open { schedule, .. } => {
                while let Some(due) = schedule.take_due(now - phase.from_ns) {
                    let planned = phase.from_ns + due;
                    phase.interval.planned += 1;
                    phase.interval.released += 1;
                    if let Some(lag) = &mut phase.lag {
                        lag.record(now - planned);
                    }
                    phase.queue.push_back(planned);
                }
                phase.over = schedule.next_due_ns().is_none();
            }
        }
    }

    /// Gives idle connections their next request.
    fn dispatch(&mut self, phase: &mut Phase) -> io::Result<()> {
        let closed = matches!(phase.load, Load::Closed { .. });
        while let Some(&index) = self.idle.front() {
            let now = self.now_ns();
            let planned = if closed {
                if phase.over || phase.left == Some(0) {
                    return Ok(());
                }
                now
            } else {
                let Some(&planned) = phase.queue.front() else { return Ok(()) };
                planned
            };
            self.idle.pop_front();
            if closed {
                phase.interval.planned += 1;
                phase.interval.released += 1;
                phase.left = phase.left.map(|left| left - 1);
            } else {
                phase.queue.pop_front();
                if let Some(wait) = &mut phase.wait {
                    wait.record(now - planned);
                }
            }
            phase.interval.sent += 1;
            phase.interval.bytes_out += self.request.len() as u64;
            phase.in_flight += 1;
            let connection = &mut self.connections[index];
            if !connection.is_open() {
                if let Err(kind) = connection.connect(self.address) {
                    connection.begin(planned, now);
                    connection.close();
                    self.settle(phase, index, Progress::Failed(kind));
                    continue;
                }
                let stream = connection.stream().expect("just opened");
                self.poll.registry().register(stream, Token(index), Interest::READABLE | Interest::WRITABLE)?;
                connection.begin(planned, now);
            } else {
                connection.begin(planned, now);
                let progress = connection.advance(&self.request);
                self.settle(phase, index, progress);
            }
        }
        Ok(())
    }

    fn settle(&mut self, phase: &mut Phase, index: usize, progress: Progress) {
        let now = self.now_ns();
        let connection = &self.connections[index];
        match progress {
            Progress::Pending => return,
            Progress::Answer { bytes, .. } => {
                phase.interval.ok += 1;
                phase.interval.bytes_in += bytes as u64;
                phase.response.record(now - connection.planned_ns);
                phase.service.record(now - connection.sent_ns);
                phase.last_answer_ns = now;
            }
            Progress::Failed(kind) => {
                phase.interval.failed += 1;
                *phase.interval.errors.entry(kind).or_default() += 1;
                if kind == "timeout" {
                    phase.response.record(now - connection.planned_ns);
                }
            }
        }
        phase.in_flight -= 1;
        self.idle.push_back(index);
    }

    fn time_out(&mut self, phase: &mut Phase, now: u64) {
        for index in 0..self.connections.len() {
            let connection = &mut self.connections[index];
            if connection.busy && now - connection.sent_ns > self.wire_timeout_ns {
                connection.close();
                self.settle(phase, index, Progress::Failed("timeout"));
            }
        }
    }

    /// Sleeps until something is ready, due or to be printed.
    fn wait(&mut self, phase: &mut Phase) -> io::Result<()> {
        let mut until = phase.next_tick_ns;
        match &phase.load {
            Load::Open { schedule, pacing } => {
                if let Some(due) = schedule.next_due_ns() {
                    let due = if *pacing == Pacing::Tick { due.next_multiple_of(TICK_PACING_NS) } else { due };
                    until = until.min(phase.from_ns + due);
                }
            }
            Load::Closed { seconds: Some(seconds), .. } if !phase.over => {
                until = until.min(phase.from_ns + (seconds * 1e9) as u64);
            }
            Load::Closed { .. } => {}
        }
        if let Some(drain) = phase.drain_until_ns {
            until = until.min(drain);
        }
        self.arm(until.saturating_sub(self.now_ns()).max(1));
        match self.poll.poll(&mut self.events, None) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(()),
            other => other?,
        }
        self.ready.clear();
        self.ready.extend(self.events.iter().map(|event| event.token()).filter(|token| *token != TIMER));
        for i in 0..self.ready.len() {
            let token = self.ready[i];
            let was_busy = self.connections[token.0].busy;
            let progress = self.connections[token.0].advance(&self.request);
            if was_busy {
                self.settle(phase, token.0, progress);
            }
        }
        Ok(())
    }

    fn arm(&self, nanoseconds: u64) {
        let zero = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        let value = libc::timespec {
            tv_sec: (nanoseconds / 1_000_000_000) as i64,
            tv_nsec: (nanoseconds % 1_000_000_000) as i64,
        };
        let spec = libc::itimerspec { it_interval: zero, it_value: value };
        // SAFETY: a valid timer and a valid specification; setting it clears an expiry that was not read.
        unsafe { libc::timerfd_settime(self.timer.as_raw_fd(), 0, &spec, std::ptr::null_mut()) };
    }

    fn tick(&mut self, phase: &mut Phase, now: u64) {
        let span = now - phase.tick_from_ns;
        let cpu = thread_cpu_ns();
        let delay = run_delay_ns();
        let line = Line::Tick {
            phase: if phase.drain_until_ns.is_some() && phase.name == "measure" { "drain" } else { phase.name },
            at_us: us(now),
            span_us: us(span),
            counts: phase.interval.totals(),
            in_flight: phase.in_flight,
            queued: phase.queue.len() as u64,
            conns: self.connections.iter().filter(|connection| connection.is_open()).count() as u64,
            lag: phase.lag.as_mut().map(Recorder::swap),
            r#gen: Generator {
                cpu_us: us(cpu - phase.tick_cpu_ns),
                run_delay_us: delay.zip(phase.tick_delay_ns).map(|(now, then)| us(now - then)),
            },
            classes: Classes {
                all: ClassFigures {
                    ok: phase.interval.ok,
                    response: phase.response.swap(),
                    service: phase.service.swap(),
                    wait: phase.wait.as_mut().map(Recorder::swap),
                },
            },
        };
        phase.total.add(&phase.interval);
        phase.interval = Counts::default();
        phase.tick_from_ns = now;
        phase.tick_cpu_ns = cpu;
        phase.tick_delay_ns = delay;
        phase.next_tick_ns = now + TICK_NS;
        (self.print)(&line);
    }

    fn finish(
        &mut self,
        mut phase: Phase,
        now: u64,
        cpu_from: u64,
        delay_from: Option<u64>,
        interrupted: bool,
    ) -> Outcome {
        // Sent or waiting, but without an answer: recorded at their age so far.
        for connection in &mut self.connections {
            if connection.busy {
                phase.response.record(now - connection.planned_ns);
                connection.close();
            }
        }
        for planned in &phase.queue {
            phase.response.record(now - planned);
        }
        phase.response.swap();
        self.idle = (0..self.connections.len()).collect();
        let closed = matches!(phase.load, Load::Closed { .. });
        Outcome {
            measured_ns: if closed { phase.last_answer_ns - phase.from_ns } else { now - phase.from_ns },
            censored: phase.in_flight + phase.queue.len() as u64,
            unsent: 0,
            cpu_ns: thread_cpu_ns() - cpu_from,
            run_delay_ns: run_delay_ns().zip(delay_from).map(|(now, then)| now - then),
            counts: phase.total,
            response: phase.response,
            service: phase.service,
            wait: phase.wait,
            lag: phase.lag,
            interrupted,
        }
    }
}

pub fn us(nanoseconds: u64) -> f64 {
    nanoseconds as f64 / 1e3
}
