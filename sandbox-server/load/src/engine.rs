//! The loop: one thread, one event queue, one timer. What is due goes to the connection that was idle longest (LD8),
//! answers are recorded, and at each tick the interval is handed to the thread that prints.

use crate::clock::{Clock, Timer};
use crate::connection::{Connection, Exchange, Outcome};
use crate::cpu::Meter;
use crate::fault::Fault;
use crate::phase::{Load, Phase};
use crate::report::{Message, Reports, Tick};
use crate::route::Route;
use crate::stop;
use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Token};
use std::collections::VecDeque;
use std::io;
use std::net::TcpStream;

/// The first tick comes early, so that a chart has a point at once.
const FIRST_TICK_NS: u64 = 100_000_000;
/// In a closed loop a connection that could not be opened rests this long, or a dead server would be asked without end.
const REST_NS: u64 = 10_000_000;
/// Few at a time, so that what comes due meanwhile does not wait for a long row of answers.
const EVENTS_AT_ONCE: usize = 64;
const TIMER: Token = Token(usize::MAX);

#[derive(Clone, Copy)]
pub struct Limits {
    /// From sending a request to giving its answer up (LD11).
    pub wire_timeout_ns: u64,
    /// How long answers are awaited after the last request (LD12).
    pub drain_ns: u64,
    pub interval_ns: u64,
}

/// How a phase ended. Its counts went to the report.
pub struct Ended {
    pub at_ns: u64,
    /// Length of the phase without its drain.
    pub measured_ns: u64,
    /// Sent, but without an answer when the drain ended.
    pub censored: u64,
    /// Planned, but never sent.
    pub unsent: u64,
}

pub struct Engine {
    poll: Poll,
    timer: Timer,
    clock: Clock,
    route: Route,
    exchange: Exchange,
    limits: Limits,
    connections: Vec<Connection>,
    /// Longest idle first.
    idle: VecDeque<usize>,
    /// Until when, and which.
    resting: VecDeque<(u64, usize)>,
    /// Not later than the earliest wire timeout of a request in flight.
    next_timeout_ns: u64,
    reports: Reports,
}

impl Engine {
    pub fn new(
        route: Route,
        opened: Vec<TcpStream>,
        exchange: Exchange,
        limits: Limits,
        reports: Reports,
    ) -> io::Result<Self> {
        let poll = Poll::new()?;
        let clock = Clock::start();
        let timer = Timer::new(clock)?;
        poll.registry().register(&mut SourceFd(&timer.descriptor()), TIMER, Interest::READABLE)?;
        let mut connections = Vec::with_capacity(opened.len());
        for (index, stream) in opened.into_iter().enumerate() {
            let mut connection = Connection::new();
            let stream = connection.adopt(stream)?;
            poll.registry().register(stream, Token(index), Interest::READABLE | Interest::WRITABLE)?;
            connections.push(connection);
        }
        Ok(Self {
            poll,
            timer,
            clock,
            route,
            exchange,
            limits,
            idle: (0..connections.len()).collect(),
            resting: VecDeque::with_capacity(connections.len()),
            connections,
            next_timeout_ns: limits.wire_timeout_ns,
            reports,
        })
    }

    /// Runs one phase to the end of its drain.
    pub fn run(&mut self, name: &'static str, load: Load) -> io::Result<Ended> {
        let from_ns = self.clock.now_ns();
        self.reports.send(Message::Phase { name, at_ns: from_ns });
        let interval = self.reports.spare(matches!(load, Load::Open { .. }));
        let mut phase = Phase::new(name, load, from_ns, interval);
        let mut ticks = Ticks::new(from_ns, self.limits.interval_ns);
        let mut events = Events::with_capacity(EVENTS_AT_ONCE);
        let mut drain_until_ns = u64::MAX;
        let mut measured_ns = None;
        loop {
            let now = self.clock.now_ns();
            phase.release(now);
            if phase.sending && (phase.is_sent(now) || stop::requested()) {
                phase.sending = false;
                measured_ns = Some(phase.length_ns(now));
                drain_until_ns = now + self.limits.drain_ns;
                if !phase.is_answered() && !stop::requested() {
                    self.tick(&mut phase, &mut ticks, now);
                    self.begin_drain(&mut phase, now);
                }
            }
            if now >= drain_until_ns || stop::requested() || (!phase.sending && phase.is_answered()) {
                return Ok(self.finish(phase, ticks, measured_ns.unwrap_or(now - from_ns)));
            }
            self.end_rests(now);
            self.dispatch(&mut phase, now)?;
            if now >= self.next_timeout_ns {
                self.give_up_late(&mut phase, now);
            }
            if now >= ticks.next_ns {
                self.tick(&mut phase, &mut ticks, now);
            }
            self.wait(&mut phase, ticks.next_ns.min(drain_until_ns), &mut events)?;
        }
    }

    fn begin_drain(&self, phase: &mut Phase, now: u64) {
        if phase.name == "measure" {
            phase.name = "drain";
            self.reports.send(Message::Phase { name: "drain", at_ns: now });
        }
    }

    fn end_rests(&mut self, now: u64) {
        while self.resting.front().is_some_and(|(until, _)| now >= *until) {
            let rested = self.resting.pop_front();
            self.idle.extend(rested.map(|(_, index)| index));
        }
    }

    /// Gives idle connections their next request. The first is sent at `now`.
    fn dispatch(&mut self, phase: &mut Phase, mut now: u64) -> io::Result<()> {
        while let Some(&index) = self.idle.front() {
            let Some(planned_ns) = phase.next(now) else { return Ok(()) };
            self.idle.pop_front();
            phase.in_flight += 1;
            let outcome = self.send(index, planned_ns, now, phase)?;
            if outcome != Outcome::Pending {
                now = self.settle(phase, index, outcome);
            } else if !self.idle.is_empty() {
                now = self.clock.now_ns();
            }
        }
        Ok(())
    }

    /// A closed connection is opened anew; that time is part of the request's service.
    fn send(&mut self, index: usize, planned_ns: u64, now: u64, phase: &mut Phase) -> io::Result<Outcome> {
        let connection = &mut self.connections[index];
        connection.begin(planned_ns, now);
        if connection.is_closed() {
            match connection.connect(&self.route, index) {
                Ok(stream) => {
                    self.poll.registry().register(stream, Token(index), Interest::READABLE | Interest::WRITABLE)?;
                    return Ok(Outcome::Pending);
                }
                Err(error) => return Ok(connection.fail(Fault::of_connect(&error))),
            }
        }
        let outcome = connection.start(&mut self.exchange);
        phase.count_traffic(connection.take_traffic());
        Ok(outcome)
    }

    /// Records the end of a request; its connection is free again. Returns the time of that end.
    fn settle(&mut self, phase: &mut Phase, index: usize, outcome: Outcome) -> u64 {
        let now = self.clock.now_ns();
        let connection = &self.connections[index];
        phase.record(connection.planned_ns, connection.sent_ns, outcome, now);
        match outcome {
            Outcome::Failed(fault) if fault.before_connected() && !phase.is_open_loop() => {
                self.resting.push_back((now + REST_NS, index));
            }
            _ => self.idle.push_back(index),
        }
        now
    }

    /// Ends requests whose answer takes too long, and finds the earliest that may be next.
    fn give_up_late(&mut self, phase: &mut Phase, now: u64) {
        let timeout_ns = self.limits.wire_timeout_ns;
        let mut next_ns = now + timeout_ns;
        for index in 0..self.connections.len() {
            let connection = &mut self.connections[index];
            if !connection.busy {
                continue;
            }
            if now >= connection.sent_ns + timeout_ns {
                let fault = if connection.is_open() { Fault::Timeout } else { Fault::ConnectTimeout };
                let outcome = connection.fail(fault);
                self.settle(phase, index, outcome);
            } else {
                next_ns = next_ns.min(connection.sent_ns + timeout_ns);
            }
        }
        self.next_timeout_ns = next_ns;
    }

    /// Sleeps until something is ready or due, and takes what is ready.
    fn wait(&mut self, phase: &mut Phase, until_ns: u64, events: &mut Events) -> io::Result<()> {
        let now = self.clock.now_ns();
        let end_ns = phase.until_ns.filter(|_| phase.sending);
        let rested_ns = self.resting.front().map(|(until, _)| *until);
        let wake_ns = [phase.next_release_ns(now), end_ns, rested_ns, Some(self.next_timeout_ns), Some(until_ns)];
        self.timer.arm(wake_ns.into_iter().flatten().min().expect("at least one"));
        match self.poll.poll(events, None) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(()),
            other => other?,
        }
        for event in events.iter().filter(|event| event.token() != TIMER) {
            let index = event.token().0;
            let connection = &mut self.connections[index];
            let was_busy = connection.busy;
            let ended = event.is_read_closed() || event.is_error();
            let outcome = connection.ready(&mut self.exchange, event.is_readable(), ended);
            if was_busy {
                phase.count_traffic(connection.take_traffic());
                if outcome != Outcome::Pending {
                    let now = self.settle(phase, index, outcome);
                    phase.release(now);
                    self.dispatch(phase, now)?;
                }
            }
        }
        Ok(())
    }

    /// Hands the interval over and begins the next.
    fn tick(&mut self, phase: &mut Phase, ticks: &mut Ticks, now: u64) {
        let next = self.reports.spare(phase.is_open_loop());
        let interval = std::mem::replace(&mut phase.interval, next);
        self.reports.send(Message::Tick(Tick {
            phase: phase.name,
            at_ns: now,
            span_ns: ticks.advance(now),
            interval,
            in_flight: phase.in_flight,
            queued: phase.queued(),
            connections: self.connections.iter().filter(|connection| connection.is_open()).count() as u64,
            cost: ticks.meter.lap(),
        }));
    }

    /// What has no answer is recorded at its age so far (LD12); all connections are free again.
    fn finish(&mut self, mut phase: Phase, mut ticks: Ticks, measured_ns: u64) -> Ended {
        let at_ns = self.clock.now_ns();
        let censored = phase.in_flight;
        for connection in self.connections.iter_mut().filter(|connection| connection.busy) {
            phase.interval.response.record(at_ns - connection.planned_ns);
        }
        let unsent = phase.abandon_queue(at_ns);
        self.tick(&mut phase, &mut ticks, at_ns);
        for connection in self.connections.iter_mut().filter(|connection| connection.busy) {
            connection.abandon();
        }
        self.resting.clear();
        self.idle.clear();
        self.idle.extend(0..self.connections.len());
        Ended { at_ns, measured_ns, censored, unsent }
    }
}

/// When intervals end: early once, then at multiples of the interval since the phase began.
pub struct Ticks {
    from_ns: u64,
    last_ns: u64,
    pub next_ns: u64,
    interval_ns: u64,
    pub meter: Meter,
}

impl Ticks {
    pub fn new(from_ns: u64, interval_ns: u64) -> Self {
        let next_ns = from_ns + FIRST_TICK_NS.min(interval_ns);
        Self { from_ns, last_ns: from_ns, next_ns, interval_ns, meter: Meter::start() }
    }

    /// Ends the interval; returns its length.
    pub fn advance(&mut self, now: u64) -> u64 {
        let span_ns = now - self.last_ns;
        self.last_ns = now;
        self.next_ns = self.from_ns + ((now - self.from_ns) / self.interval_ns + 1) * self.interval_ns;
        span_ns
    }
}
