//! The loop: one thread, one event queue, one timer, as for HTTP. At each tick the interval is handed to the thread
//! that prints. Long, because this is the one place where sockets, plans and counts meet; what can be told apart is in
//! connection.rs, stream.rs and interval.rs.
//!
//! connect: until each is open or failed ─▶ hold: for a time ─▶ drain: until all is answered and closed, or a while

use super::beat::Beat;
use super::connection::{Connection, Step};
use super::interval::Interval;
use super::memory::{Memory, resident_bytes};
use super::payload::Payloads;
use super::report::{Message, Reports, Tick};
use super::stream::{Before, Stream};
use super::work::{EchoKind, Hold, Work};
use crate::clock::{Clock, Timer};
use crate::engine::Ticks;
use crate::fault::Fault;
use crate::plan::Pacing;
use crate::route::Route;
use crate::stop;
use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Token};
use std::io;
use std::net::TcpStream;
use tungstenite::Bytes;
use tungstenite::http::Uri;

const TICK_NS: u64 = 250_000_000;
/// Few at a time, so that what comes due meanwhile does not wait for a long row of answers.
const EVENTS_AT_ONCE: usize = 64;
const TIMER: Token = Token(usize::MAX);

#[derive(Clone, Copy)]
pub struct Limits {
    pub pacing: Pacing,
    /// From when a connection, an echo or a pong was planned to giving it up.
    pub timeout_ns: u64,
    /// How long the rest is awaited after the last message (LD12).
    pub drain_ns: u64,
    /// Whether connections are kept after that until somebody says that they may go, within the time of the drain.
    pub lingers: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Phase {
    Connect,
    Hold,
    Drain,
}

impl Phase {
    fn name(self) -> &'static str {
        match self {
            Phase::Connect => "connect",
            Phase::Hold => "hold",
            Phase::Drain => "drain",
        }
    }
}

/// How a run ended. Its counts went to the report.
pub struct Ended {
    pub at_ns: u64,
    /// Length of the last phase before the drain.
    pub measured_ns: u64,
    pub memory: Option<Memory>,
}

struct Peer {
    connection: Connection,
    /// Its place among those that are held.
    place: Option<u32>,
}

pub struct Engine {
    poll: Poll,
    timer: Timer,
    clock: Clock,
    route: Route,
    uri: Uri,
    /// Connection 0, which found the server.
    first: Option<TcpStream>,
    work: Work,
    limits: Limits,
    payloads: Option<(Payloads, EchoKind)>,
    phase: Phase,
    connects: Beat,
    echoes: Stream,
    pings: Stream,
    peers: Vec<Peer>,
    /// Which connection is at which place.
    held: Vec<u32>,
    opening: u64,
    open: u64,
    interval: Box<Interval>,
    reports: Reports,
}

impl Engine {
    pub fn new(
        (route, first): (Route, TcpStream),
        uri: Uri,
        clock: Clock,
        work: Work,
        limits: Limits,
        reports: Reports,
    ) -> io::Result<Self> {
        let poll = Poll::new()?;
        let timer = Timer::new(clock)?;
        poll.registry().register(&mut SourceFd(&timer.descriptor()), TIMER, Interest::READABLE)?;
        first.set_nonblocking(true)?;
        let echo = work.hold.and_then(|hold| hold.echo);
        Ok(Self {
            poll,
            timer,
            clock,
            route,
            uri,
            first: Some(first),
            work,
            limits,
            payloads: echo.map(|echo| (Payloads::new(echo.bytes, echo.seed), echo.kind)),
            phase: Phase::Connect,
            connects: Beat::counted(clock.now_ns(), work.connect_rate, work.connections as u64),
            echoes: Stream::silent(),
            pings: Stream::silent(),
            peers: Vec::with_capacity(work.connections),
            held: Vec::new(),
            opening: 0,
            open: 0,
            interval: Box::new(Interval::new()),
            reports,
        })
    }

    /// Runs to the end of the drain.
    pub fn run(mut self) -> io::Result<Ended> {
        let mut events = Events::with_capacity(EVENTS_AT_ONCE);
        let before_bytes = resident_bytes();
        let mut since_ns = self.clock.now_ns();
        let mut until_ns = u64::MAX;
        let mut ticks = Ticks::new(since_ns, TICK_NS);
        let mut measured = None;
        self.announce(since_ns);
        loop {
            let now = self.clock.now_ns();
            self.release(now)?;
            if self.is_over(now, until_ns) || stop::requested() {
                if let Some((measured_ns, memory)) = measured {
                    return Ok(self.finish(ticks, measured_ns, memory));
                }
                self.tick(&mut ticks, now);
                match self.work.hold {
                    Some(hold) if self.phase == Phase::Connect && self.open > 0 && !stop::requested() => {
                        until_ns = now + (hold.seconds * 1e9) as u64;
                        self.begin_hold(hold, now);
                    }
                    _ => {
                        until_ns = now + self.limits.drain_ns;
                        measured = Some((now - since_ns, Memory::since(before_bytes, self.open)));
                        self.begin_drain(now);
                    }
                }
                since_ns = now;
                self.announce(now);
            }
            ticks.beat(now);
            if now >= ticks.next_ns {
                self.give_up_late(now);
                self.tick(&mut ticks, now);
            }
            self.wait(until_ns.min(ticks.due_ns()), &mut events)?;
        }
    }

    fn is_over(&self, now: u64, until_ns: u64) -> bool {
        match self.phase {
            Phase::Connect => self.connects.is_over() && self.opening == 0,
            // To the end even when all connections are lost: what is planned does not depend on the server.
            Phase::Hold => now >= until_ns,
            Phase::Drain => now >= until_ns || self.open == 0,
        }
    }

    fn announce(&self, at_ns: u64) {
        self.reports.send(Message::Phase { name: self.phase.name(), at_ns });
    }

    fn begin_hold(&mut self, hold: Hold, now: u64) {
        self.phase = Phase::Hold;
        for (index, peer) in self.peers.iter_mut().enumerate().filter(|(_, peer)| peer.connection.is_open()) {
            peer.place = Some(self.held.len() as u32);
            self.held.push(index as u32);
        }
        let plan = |each_rate: f64, before| {
            let rate = each_rate * self.held.len() as f64;
            Stream::new(Beat::lasting(now, rate, hold.seconds), self.held.len(), before)
        };
        if let Some(echo) = hold.echo {
            self.echoes = plan(echo.rate, Before::Missing);
        }
        if let Some(seconds) = hold.ping_seconds {
            self.pings = plan(1.0 / seconds, Before::Answered);
        }
    }

    fn begin_drain(&mut self, now: u64) {
        self.phase = Phase::Drain;
        for index in 0..self.peers.len() {
            // Only an early end finds one that is still opening.
            if self.peers[index].connection.is_opening() {
                self.peers[index].connection.abandon();
                self.interval.connects.censored += 1;
                self.interval.connects.latency.record(now - self.connects.due_ns(index as u64));
            }
            self.close_if_answered(index);
        }
        self.opening = 0;
    }

    /// Begins what is due.
    fn release(&mut self, now: u64) -> io::Result<()> {
        match self.phase {
            Phase::Connect => {
                while let Some((_, due_ns)) = self.connects.take_due(now) {
                    self.interval.lag.record(now - due_ns);
                    self.connect()?;
                }
            }
            Phase::Hold => {
                while let Some(place) = self.pings.release(now, &mut self.interval.lag, &mut self.interval.pings) {
                    self.send(self.held[place] as usize);
                }
                while let Some(place) = self.echoes.release(now, &mut self.interval.lag, &mut self.interval.echoes) {
                    self.send(self.held[place] as usize);
                }
            }
            Phase::Drain => {}
        }
        Ok(())
    }

    fn connect(&mut self) -> io::Result<()> {
        let index = self.peers.len();
        let stream = match self.first.take() {
            Some(first) => Ok(mio::net::TcpStream::from_std(first)),
            None => self.route.connect(index),
        };
        self.interval.connects.planned += 1;
        let connection = match stream {
            Ok(mut stream) => {
                self.poll.registry().register(&mut stream, Token(index), Interest::READABLE | Interest::WRITABLE)?;
                self.interval.connects.sent += 1;
                self.opening += 1;
                Connection::new(stream)
            }
            Err(error) => {
                self.interval.connects.fail(Fault::of_connect(&error));
                Connection::failed()
            }
        };
        self.peers.push(Peer { connection, place: None });
        Ok(())
    }

    /// Sends what waits on a connection, as far as its socket takes it.
    fn send(&mut self, index: usize) {
        let Peer { connection, place: Some(place) } = &mut self.peers[index] else { return };
        let at = *place as usize;
        while connection.can_send() {
            let (message, stream, book) = if let Some(number) = self.pings.to_send(at) {
                let payload = Bytes::copy_from_slice(&number.to_be_bytes());
                (tungstenite::Message::Ping(payload), &mut self.pings, &mut self.interval.pings)
            } else if let (Some(number), Some((payloads, kind))) = (self.echoes.to_send(at), &self.payloads) {
                let text = payloads.write(*place, number);
                let message = match kind {
                    EchoKind::Text => tungstenite::Message::text(text),
                    EchoKind::Binary => tungstenite::Message::binary(text),
                };
                (message, &mut self.echoes, &mut self.interval.echoes)
            } else {
                return;
            };
            if let Err(fault) = connection.send(message) {
                return self.lose(index, fault);
            }
            stream.sent(at, book);
        }
    }

    /// Does all that the socket is ready for: its readiness is told once.
    fn ready(&mut self, index: usize) {
        loop {
            let peer = &mut self.peers[index];
            let was_opening = peer.connection.is_opening();
            match peer.connection.step(&self.uri) {
                Step::Wait => break,
                Step::Opened => {
                    let now = self.clock.now_ns();
                    self.interval.connects.good(now - self.connects.due_ns(index as u64));
                    self.opening -= 1;
                    self.open += 1;
                }
                Step::Message(message) => {
                    if !self.take_echo(index, message) {
                        return self.lose(index, Fault::WsPayload);
                    }
                }
                Step::Pong(payload) => self.take_pong(index, &payload),
                Step::Lost(fault) if was_opening => {
                    self.interval.connects.fail(fault);
                    self.opening -= 1;
                    return;
                }
                Step::Lost(fault) => return self.lose(index, fault),
                Step::Closed { agreed } => {
                    self.interval.closed += u64::from(agreed);
                    self.open -= 1;
                    return;
                }
            }
        }
        self.send(index);
        self.close_if_answered(index);
    }

    /// `false` when nobody waits for a message.
    fn take_echo(&mut self, index: usize, message: tungstenite::Message) -> bool {
        let (Some(place), Some((payloads, kind))) = (self.peers[index].place, &self.payloads) else { return false };
        let same_kind = message.is_text() == (*kind == EchoKind::Text);
        let book = &mut self.interval.echoes;
        match payloads.read(place, &message.into_data()).filter(|_| same_kind) {
            Some(number) => self.echoes.answered(place as usize, number, self.clock.now_ns(), book),
            None => self.echoes.spoilt(place as usize, book),
        }
    }

    /// A pong that nobody asked for is allowed (RFC 6455, 5.5.3).
    fn take_pong(&mut self, index: usize, payload: &[u8]) {
        if let (Some(place), Ok(number)) = (self.peers[index].place, payload.try_into()) {
            let (number, now) = (u32::from_be_bytes(number), self.clock.now_ns());
            self.pings.answered(place as usize, number, now, &mut self.interval.pings);
        }
    }

    /// An open connection has ended before it should.
    fn lose(&mut self, index: usize, fault: Fault) {
        let peer = &mut self.peers[index];
        peer.connection.abandon();
        self.open -= 1;
        self.interval.lost.count(fault);
        if let Some(place) = peer.place {
            self.echoes.lose(place as usize, fault, &mut self.interval.echoes);
            self.pings.lose(place as usize, fault, &mut self.interval.pings);
        }
    }

    /// While draining, a connection ends when nothing of it is awaited any more.
    fn close_if_answered(&mut self, index: usize) {
        let Peer { connection, place } = &mut self.peers[index];
        if self.limits.lingers && !stop::released() {
            return;
        }
        let pending = |place: u32| self.echoes.is_pending(place as usize) || self.pings.is_pending(place as usize);
        if self.phase == Phase::Drain && connection.is_open() && !place.is_some_and(pending) {
            connection.close();
        }
    }

    fn give_up_late(&mut self, now: u64) {
        let timeout_ns = self.limits.timeout_ns;
        for index in 0..self.peers.len() {
            let age_ns = now.saturating_sub(self.connects.due_ns(index as u64));
            let connection = &mut self.peers[index].connection;
            if connection.is_opening() && age_ns >= timeout_ns {
                self.interval.connects.fail(connection.give_up());
                self.interval.connects.latency.record(age_ns);
                self.opening -= 1;
            }
        }
        self.echoes.give_up_late(now, timeout_ns, &mut self.interval.echoes);
        self.pings.give_up_late(now, timeout_ns, &mut self.interval.pings);
        for index in 0..self.peers.len() {
            self.close_if_answered(index);
        }
    }

    /// Sleeps until something is ready or due, and takes what is ready.
    fn wait(&mut self, until_ns: u64, events: &mut Events) -> io::Result<()> {
        let due_ns = match self.phase {
            Phase::Connect => self.connects.next_due_ns(),
            Phase::Hold => self.echoes.next_due_ns().into_iter().chain(self.pings.next_due_ns()).min(),
            Phase::Drain => None,
        };
        let wake_ns = due_ns.map(|due_ns| self.limits.pacing.wake_ns(due_ns, self.clock.now_ns()));
        self.timer.arm(wake_ns.unwrap_or(u64::MAX).min(until_ns));
        match self.poll.poll(events, None) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(()),
            other => other?,
        }
        for event in events.iter().filter(|event| event.token() != TIMER) {
            self.ready(event.token().0);
        }
        Ok(())
    }

    /// Hands the interval over and begins the next.
    fn tick(&mut self, ticks: &mut Ticks, now: u64) {
        self.reports.send(Message::Tick(Tick {
            phase: self.phase.name(),
            at_ns: now,
            span_ns: ticks.advance(now),
            interval: std::mem::replace(&mut self.interval, Box::new(Interval::new())),
            connecting: self.opening,
            connected: self.open,
            echoes: self.echoes.pending(),
            pings: self.pings.pending(),
            cost: ticks.lap(),
            rss_bytes: resident_bytes(),
        }));
    }

    fn finish(mut self, mut ticks: Ticks, measured_ns: u64, memory: Option<Memory>) -> Ended {
        let at_ns = self.clock.now_ns();
        self.echoes.abandon(at_ns, &mut self.interval.echoes);
        self.pings.abandon(at_ns, &mut self.interval.pings);
        self.tick(&mut ticks, at_ns);
        Ended { at_ns, measured_ns, memory }
    }
}
