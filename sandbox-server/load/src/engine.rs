//! The loop of a generator thread: one event queue, one timer. What is due goes to the connection that was idle longest (LD8),
//! answers are recorded, and at each tick the interval is handed to the thread that prints.

use crate::bodies::Bodies;
use crate::clock::{Clock, Timer};
use crate::connection::{Exchange, Outcome};
use crate::cpu::{Cost, Meter, Pulse};
use crate::fault::Fault;
use crate::phase::{Load, Phase};
use crate::pool::{Connections, Pool};
use crate::report::{Message, Reports, Tick};
use crate::request::{Due, Request};
use crate::share::Start;
use crate::stop;
use mio::event::Event;
use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Token};
use std::io;

/// The first tick comes early, so that a chart has a point at once.
const FIRST_TICK_NS: u64 = 100_000_000;
/// In a closed loop a connection that could not be opened rests this long, or a dead server would be asked without end.
const REST_NS: u64 = 10_000_000;
/// Looking for requests that take too long costs a look at each connection; so it is not done more often than this.
const TIMEOUT_STEP_NS: u64 = 1_000_000;
/// How often it is asked whether they may go.
const LINGER_STEP_NS: u64 = 5_000_000;
/// Few at a time, so that what comes due meanwhile does not wait for a long row of answers.
const EVENTS_AT_ONCE: usize = 64;
const TIMER: Token = Token(usize::MAX);

#[derive(Clone, Copy)]
pub struct Limits {
    /// From sending a request to giving its answer up (LD11).
    pub wire_timeout_ns: u64,
    /// From when a request was planned to giving its answer up, also while it waits for a connection (LD11).
    pub response_timeout_ns: Option<u64>,
    /// Closed loop: from an answer to the next request of its connection.
    pub think_ns: u64,
    /// How long answers are awaited after the last request (LD12).
    pub drain_ns: u64,
    /// Whether connections are kept after that until somebody says that they may go, within the time of the drain.
    pub lingers: bool,
    pub interval_ns: u64,
}

impl Limits {
    fn deadline_ns(&self, request: &Request) -> u64 {
        let wire_ns = request.sent_ns + self.wire_timeout_ns;
        self.response_timeout_ns.map_or(wire_ns, |timeout| wire_ns.min(request.planned_ns + timeout))
    }
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
    pub bodies: Bodies,
    /// By a signal, or with standard input.
    pub interrupted: bool,
}

impl Ended {
    /// The same phase in two generator threads.
    pub fn and(mut self, other: Ended) -> Ended {
        self.bodies.add(&other.bodies);
        Ended {
            at_ns: self.at_ns.max(other.at_ns),
            measured_ns: self.measured_ns.max(other.measured_ns),
            censored: self.censored + other.censored,
            unsent: self.unsent + other.unsent,
            bodies: self.bodies,
            interrupted: self.interrupted || other.interrupted,
        }
    }
}

pub struct Engine<'a> {
    start: &'a Start,
    poll: Poll,
    timer: Timer,
    clock: Clock,
    pool: Pool,
    exchange: Exchange,
    limits: Limits,
    /// Not later than the earliest deadline of a request in flight.
    next_timeout_ns: u64,
    reports: Reports,
}

impl<'a> Engine<'a> {
    pub fn new(
        start: &'a Start,
        clock: Clock,
        connections: Connections,
        exchange: Exchange,
        limits: Limits,
        reports: Reports,
    ) -> io::Result<Self> {
        let poll = Poll::new()?;
        let timer = Timer::new(clock)?;
        poll.registry().register(&mut SourceFd(&timer.descriptor()), TIMER, Interest::READABLE)?;
        let pool = Pool::new(connections, poll.registry().try_clone()?)?;
        Ok(Self { start, poll, timer, clock, pool, exchange, limits, next_timeout_ns: 0, reports })
    }

    /// Runs a closed loop until its time is over, and leaves its requests on their way: the next phase goes on with them.
    pub fn run_into_next(&mut self, name: &'static str, load: Load) -> io::Result<()> {
        self.run_phase(name, load, true).map(drop)
    }

    /// Runs one phase to the end of its drain.
    pub fn run(&mut self, name: &'static str, load: Load) -> io::Result<Ended> {
        self.run_phase(name, load, false).map(|ended| ended.expect("what is drained has an end"))
    }

    /// `None` when its requests are left on their way.
    fn run_phase(&mut self, name: &'static str, load: Load, into_next: bool) -> io::Result<Option<Ended>> {
        let from_ns = self.start.together(self.clock);
        self.reports.send(Message::Phase { name, at_ns: from_ns });
        let carried = self.pool.iter_mut().filter(|connection| connection.busy).count() as u64;
        let mut phase = Phase::new(name, load, from_ns, carried, self.reports.spare());
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
                if into_next && !stop::requested() {
                    self.tick(&mut phase, &mut ticks, now);
                    self.reports.send(Message::Over { at_ns: now });
                    return Ok(None);
                }
                let will_linger = self.limits.lingers && phase.name == "measure";
                if (will_linger || !phase.is_answered()) && !stop::requested() {
                    self.tick(&mut phase, &mut ticks, now);
                    self.begin_drain(&mut phase, now);
                }
            }
            let lingers = self.limits.lingers && phase.name == "drain" && !stop::released();
            if now >= drain_until_ns || stop::requested() || (!phase.sending && phase.is_answered() && !lingers) {
                return Ok(Some(self.finish(phase, ticks, measured_ns.unwrap_or(now - from_ns))));
            }
            phase.interval.rested_ns += self.pool.end_rests(now);
            self.give_up_late(&mut phase, now)?;
            self.dispatch(&mut phase, now)?;
            ticks.beat(now);
            if now >= ticks.next_ns {
                self.tick(&mut phase, &mut ticks, now);
            }
            let asks_ns = if lingers { now + LINGER_STEP_NS } else { u64::MAX };
            self.wait(&mut phase, ticks.due_ns().min(drain_until_ns).min(asks_ns), &mut events)?;
        }
    }

    fn begin_drain(&self, phase: &mut Phase, now: u64) {
        if phase.name == "measure" {
            phase.name = "drain";
            self.reports.send(Message::Phase { name: "drain", at_ns: now });
        }
    }

    /// Gives free connections their next request. The first is sent at `now`.
    fn dispatch(&mut self, phase: &mut Phase, mut now: u64) -> io::Result<()> {
        while self.pool.has_free() {
            let Some(due) = phase.next(now) else { return Ok(()) };
            let index = self.pool.take_free();
            phase.in_flight += 1;
            let outcome = self.send(index, due, now, phase);
            if outcome != Outcome::Pending {
                now = self.settle(phase, index, outcome)?;
            } else if self.pool.has_free() {
                now = self.clock.now_ns();
            }
        }
        Ok(())
    }

    /// A closed connection is opened anew; that time is part of the request's service (LD7).
    fn send(&mut self, index: usize, due: Due, now: u64, phase: &mut Phase) -> Outcome {
        if let Some(timeout) = self.limits.response_timeout_ns {
            let deadline_ns = (due.planned_ns + timeout).max(now + TIMEOUT_STEP_NS);
            self.next_timeout_ns = self.next_timeout_ns.min(deadline_ns);
        }
        let hashed = self.exchange.classes[due.class].expected_body.is_none() && phase.bodies.picks_next();
        let connection = self.pool.get(index);
        connection.begin(due, now, hashed);
        if connection.is_closed() {
            return match self.pool.connect(index) {
                Ok(()) => Outcome::Pending,
                Err(error) => self.pool.get(index).fail(Fault::of_connect(&error)),
            };
        }
        let outcome = connection.start(&mut self.exchange);
        phase.count_traffic(connection.take_traffic());
        outcome
    }

    /// Records the end of a request; its connection is free again. Returns the time of that end.
    fn settle(&mut self, phase: &mut Phase, index: usize, outcome: Outcome) -> io::Result<u64> {
        let now = self.clock.now_ns();
        let connection = self.pool.get(index);
        phase.record(&connection.request, outcome, now);
        if let (Outcome::Ok, Some(hash)) = (outcome, connection.body_hash()) {
            phase.bodies.saw(hash);
        }
        let rest_ns = match outcome {
            _ if phase.is_open_loop() => 0,
            Outcome::Failed(fault) if fault.before_connected() => self.limits.think_ns.max(REST_NS),
            _ => self.limits.think_ns,
        };
        self.pool.give_back(index, now, rest_ns)?;
        Ok(now)
    }

    /// Ends requests whose answer takes too long, and finds the earliest that may be next.
    fn give_up_late(&mut self, phase: &mut Phase, now: u64) -> io::Result<()> {
        if let Some(timeout) = self.limits.response_timeout_ns {
            phase.give_up_waiting(now, timeout);
        }
        if now < self.next_timeout_ns {
            return Ok(());
        }
        let mut next_ns = now + self.limits.wire_timeout_ns;
        for index in 0..self.pool.len() {
            let connection = self.pool.get(index);
            if !connection.busy {
                continue;
            }
            let deadline_ns = self.limits.deadline_ns(&connection.request);
            if now >= deadline_ns {
                let fault = if connection.is_open() { Fault::Timeout } else { Fault::ConnectTimeout };
                let outcome = connection.fail(fault);
                self.settle(phase, index, outcome)?;
            } else {
                next_ns = next_ns.min(deadline_ns);
            }
        }
        self.next_timeout_ns = next_ns.max(now + TIMEOUT_STEP_NS);
        Ok(())
    }

    /// Sleeps until something is ready or due, and takes what is ready.
    fn wait(&mut self, phase: &mut Phase, until_ns: u64, events: &mut Events) -> io::Result<()> {
        let now = self.clock.now_ns();
        let wake_ns = [
            phase.next_release_ns(now),
            phase.sending.then_some(phase.until_ns),
            self.pool.next_rested_ns(),
            self.limits.response_timeout_ns.and_then(|timeout| phase.next_give_up_ns(timeout)),
            Some(self.next_timeout_ns),
            Some(until_ns),
        ];
        self.timer.arm(wake_ns.into_iter().flatten().min().expect("at least one"));
        match self.poll.poll(events, None) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(()),
            other => other?,
        }
        for event in events.iter().filter(|event| event.token() != TIMER) {
            let index = event.token().0;
            let outcome = self.take(phase, index, event);
            if outcome != Outcome::Pending {
                let now = self.settle(phase, index, outcome)?;
                phase.release(now);
                self.dispatch(phase, now)?;
            }
        }
        Ok(())
    }

    /// Lets a connection do what its socket is ready for.
    fn take(&mut self, phase: &mut Phase, index: usize, event: &Event) -> Outcome {
        let connection = self.pool.get(index);
        if connection.is_connecting() {
            match connection.finish_connect() {
                Ok(true) => phase.interval.connect.record(self.clock.now_ns() - connection.request.sent_ns),
                Ok(false) => return Outcome::Pending,
                Err(fault) => return connection.fail(fault),
            }
        }
        let ended = event.is_read_closed() || event.is_error();
        let outcome = connection.ready(&mut self.exchange, event.is_readable(), ended);
        phase.count_traffic(connection.take_traffic());
        if outcome == Outcome::Pending && connection.is_being_answered() {
            connection.request.first_byte_ns.get_or_insert_with(|| self.clock.now_ns());
        }
        outcome
    }

    /// Hands the interval over and begins the next.
    fn tick(&mut self, phase: &mut Phase, ticks: &mut Ticks, now: u64) {
        let interval = std::mem::replace(&mut phase.interval, self.reports.spare());
        self.reports.send(Message::Tick(Tick {
            thread: self.reports.thread(),
            phase: phase.name,
            at_ns: now,
            span_ns: ticks.advance(now),
            interval,
            in_flight: phase.on_the_way(),
            queued: phase.queued(),
            connections: self.pool.open_count(),
            cost: ticks.lap(),
        }));
    }

    /// What has no answer is recorded at its age so far (LD12); all connections are free again.
    fn finish(&mut self, mut phase: Phase, mut ticks: Ticks, measured_ns: u64) -> Ended {
        let at_ns = self.clock.now_ns();
        for connection in self.pool.iter_mut().filter(|connection| connection.busy) {
            phase.abandon(&connection.request, at_ns);
        }
        let unsent = phase.abandon_queue(at_ns);
        self.tick(&mut phase, &mut ticks, at_ns);
        self.reports.send(Message::Over { at_ns });
        self.pool.free_all();
        Ended {
            at_ns,
            measured_ns,
            censored: phase.in_flight,
            unsent,
            bodies: phase.bodies,
            interrupted: stop::requested(),
        }
    }
}

/// When intervals end: early once, then at multiples of the interval since the phase began.
pub struct Ticks {
    from_ns: u64,
    last_ns: u64,
    pub next_ns: u64,
    interval_ns: u64,
    meter: Meter,
    pulse: Pulse,
    still_ns: u64,
}

impl Ticks {
    pub fn new(from_ns: u64, interval_ns: u64) -> Self {
        let next_ns = from_ns + FIRST_TICK_NS.min(interval_ns);
        let (meter, pulse) = (Meter::start(), Pulse::start(from_ns));
        Self { from_ns, last_ns: from_ns, next_ns, interval_ns, meter, pulse, still_ns: 0 }
    }

    /// When the loop has to come by, for the interval's end or for its pulse.
    pub fn due_ns(&self) -> u64 {
        self.next_ns.min(self.pulse.next_ns)
    }

    pub fn beat(&mut self, now: u64) {
        if now >= self.pulse.next_ns {
            self.still_ns += self.pulse.beat(now);
        }
    }

    /// What the interval cost.
    pub fn lap(&mut self) -> Cost {
        Cost { still_ns: std::mem::take(&mut self.still_ns), ..self.meter.lap() }
    }

    /// Ends the interval; returns its length.
    pub fn advance(&mut self, now: u64) -> u64 {
        let span_ns = now - self.last_ns;
        self.last_ns = now;
        self.next_ns = self.from_ns + ((now - self.from_ns) / self.interval_ns + 1) * self.interval_ns;
        span_ns
    }
}
