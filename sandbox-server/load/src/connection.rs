//! One connection: sends a prepared request, reads one answer, is idle again. No pipelining, TCP_NODELAY.

use crate::fault::Fault;
use crate::http::{Answer, Progress};
use crate::request::{Due, Request};
use crate::route::Route;
use mio::net::TcpStream;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::AsRawFd;

/// What all requests of a class have in common.
#[derive(Clone)]
pub struct Prepared {
    pub request: Vec<u8>,
    /// What the body of a good answer must be (LD9).
    pub expected_body: Option<Vec<u8>>,
}

/// What a request needs that is the same for all of them.
#[derive(Clone)]
pub struct Exchange {
    /// By number of the class.
    pub classes: Vec<Prepared>,
    /// Whether a connection carries more than one request (LD7).
    pub keep_alive: bool,
    /// Where answers are read into; shared, because one thread reads one answer at a time.
    pub buffer: Box<[u8]>,
}

/// What became of a request.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Outcome {
    Pending,
    Ok,
    Failed(Fault),
}

#[derive(Clone, Copy, PartialEq)]
enum Link {
    Closed,
    Connecting,
    Open,
}

/// What went over the wire.
#[derive(Default)]
pub struct Traffic {
    pub bytes_in: u64,
    pub bytes_out: u64,
    /// Requests written whole.
    pub sent: u64,
}

pub struct Connection {
    stream: Option<TcpStream>,
    link: Link,
    answer: Answer,
    pub busy: bool,
    /// The request in flight, or the last one.
    pub request: Request,
    /// Bytes of the request written so far, and of its answer read so far.
    written: usize,
    received: usize,
    /// Bytes on the wire, and requests written whole, since they were last taken.
    traffic: Traffic,
    /// Of this link: bytes sent, and whether an answer came.
    link_sent_bytes: u64,
    answered: bool,
    /// Something came while nobody waited for it: the end of the connection, or bytes that nobody asked for.
    unasked: bool,
}

impl Connection {
    pub fn new() -> Self {
        Self {
            stream: None,
            link: Link::Closed,
            answer: Answer::new(),
            busy: false,
            request: Request::sent(Due { class: 0, planned_ns: 0 }, 0),
            written: 0,
            received: 0,
            traffic: Traffic::default(),
            link_sent_bytes: 0,
            answered: false,
            unasked: false,
        }
    }

    pub fn is_open(&self) -> bool {
        self.link == Link::Open
    }

    pub fn is_connecting(&self) -> bool {
        self.link == Link::Connecting
    }

    pub fn is_closed(&self) -> bool {
        self.link == Link::Closed
    }

    /// Some of the answer is there.
    pub fn is_being_answered(&self) -> bool {
        self.busy && self.received > 0
    }

    /// Of the last answer's body, if it was to be hashed.
    pub fn body_hash(&self) -> Option<u64> {
        self.answer.body_hash()
    }

    /// What went over the wire since the last call.
    pub fn take_traffic(&mut self) -> Traffic {
        std::mem::take(&mut self.traffic)
    }

    /// Begins to connect. The stream must be registered; `finish_connect` at each readiness tells the outcome.
    pub fn connect(&mut self, route: &Route, index: usize) -> io::Result<&mut TcpStream> {
        let stream = route.connect(index)?;
        self.link = Link::Connecting;
        self.link_sent_bytes = 0;
        self.answered = false;
        self.unasked = false;
        Ok(self.stream.insert(stream))
    }

    /// Takes over a stream that is connected already. It must be registered.
    pub fn adopt(&mut self, stream: std::net::TcpStream) -> io::Result<&mut TcpStream> {
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        self.link = Link::Open;
        Ok(self.stream.insert(TcpStream::from_std(stream)))
    }

    /// The stream of a connection that has done its work and that the server did not close yet.
    pub fn take_leaving(&mut self) -> Option<TcpStream> {
        if self.is_closed() { self.stream.take() } else { None }
    }

    /// Drops a request without an answer, and its connection with it.
    pub fn abandon(&mut self) {
        self.busy = false;
        self.close();
    }

    fn close(&mut self) {
        self.stream = None;
        self.link = Link::Closed;
    }

    /// Takes the next request, its answer's body to be hashed or not; `start` or readiness sends it.
    pub fn begin(&mut self, due: Due, now: u64, hashed: bool) {
        self.busy = true;
        self.request = Request::sent(due, now);
        self.written = 0;
        self.received = 0;
        self.answer.begin(hashed);
    }

    /// Sends the request on an open connection. Reading waits for readiness, unless something came before.
    pub fn start(&mut self, exchange: &mut Exchange) -> Outcome {
        match self.write(exchange) {
            Outcome::Pending if self.unasked => {
                self.unasked = false;
                self.read(exchange, true)
            }
            outcome => outcome,
        }
    }

    /// The event queue says that the open socket can do something again. `ended`: the other side will send no more.
    pub fn ready(&mut self, exchange: &mut Exchange, readable: bool, ended: bool) -> Outcome {
        if !self.busy {
            self.unasked |= readable || ended;
            return Outcome::Pending;
        }
        if self.written < exchange.classes[self.request.class].request.len() {
            let outcome = self.write(exchange);
            if outcome != Outcome::Pending {
                return outcome;
            }
        }
        if readable || ended { self.read(exchange, ended) } else { Outcome::Pending }
    }

    /// Whether the handshake is over; `false` when this readiness was about something else.
    pub fn finish_connect(&mut self) -> Result<bool, Fault> {
        let Some(stream) = self.stream.as_ref() else { return Ok(false) };
        if let Some(error) = stream.take_error().ok().flatten() {
            return Err(Fault::of_connect(&error));
        }
        if stream.peer_addr().is_err() {
            return Ok(false);
        }
        stream.set_nodelay(true).map_err(|error| Fault::of_connect(&error))?;
        self.link = Link::Open;
        Ok(true)
    }

    fn write(&mut self, exchange: &Exchange) -> Outcome {
        let Some(stream) = self.stream.as_mut() else { return Outcome::Pending };
        let request = &exchange.classes[self.request.class].request;
        while self.written < request.len() {
            match stream.write(&request[self.written..]) {
                Ok(n) => {
                    self.written += n;
                    self.link_sent_bytes += n as u64;
                    self.traffic.bytes_out += n as u64;
                    self.traffic.sent += u64::from(self.written == request.len());
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return self.fail(if self.answered { Fault::StaleClose } else { Fault::WriteReset }),
            }
        }
        Outcome::Pending
    }

    /// Reads until the answer is complete. A read that does not fill the buffer has emptied the socket: what comes
    /// later is a new event, so the last, vain read is saved, unless the end may lie behind it.
    fn read(&mut self, exchange: &mut Exchange, ended: bool) -> Outcome {
        let expected_body = exchange.classes[self.request.class].expected_body.as_deref();
        loop {
            let Some(stream) = self.stream.as_mut() else { return Outcome::Pending };
            let progress = match stream.read(&mut exchange.buffer) {
                Ok(0) => return self.ended(expected_body),
                Ok(n) => {
                    self.received += n;
                    self.traffic.bytes_in += n as u64;
                    match self.answer.feed(&exchange.buffer[..n], expected_body) {
                        Progress::More if n < exchange.buffer.len() && !ended => return Outcome::Pending,
                        progress => progress,
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Outcome::Pending,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                // A server that closes with a request unread resets the connection: it never saw the request.
                Err(_) if self.answered && self.received == 0 => return self.fail(Fault::StaleClose),
                Err(_) => return self.fail(Fault::ReadReset),
            };
            if progress != Progress::More {
                self.unasked = ended;
                return self.finish(progress, exchange.keep_alive, ended);
            }
        }
    }

    fn ended(&mut self, expected_body: Option<&[u8]>) -> Outcome {
        if self.received == 0 && self.answered && !self.request_arrived() {
            return self.fail(Fault::StaleClose);
        }
        let progress = self.answer.end(expected_body);
        self.finish(progress, false, true)
    }

    /// `ended`: the server closed first.
    fn finish(&mut self, progress: Progress, keep_alive: bool, ended: bool) -> Outcome {
        let (outcome, keep) = match progress {
            Progress::More => return Outcome::Pending,
            Progress::Good { keep } => (Outcome::Ok, keep),
            Progress::Bad { fault, keep } => (Outcome::Failed(fault), keep),
            Progress::Broken(fault) => return self.fail(fault),
        };
        self.busy = false;
        self.answered = true;
        if !(keep && keep_alive) {
            self.link = Link::Closed;
            // Else the stream is left for `take_leaving`.
            if ended {
                self.stream = None;
            }
        }
        outcome
    }

    /// Gives the request up and closes the connection; the next request opens it anew.
    pub fn fail(&mut self, fault: Fault) -> Outcome {
        self.abandon();
        Outcome::Failed(fault)
    }

    /// Whether the server's side of the connection still took the bytes of the request: a server that had closed
    /// before answers them with a reset and acknowledges nothing. Linux 4.1 and later; else taken as not arrived.
    fn request_arrived(&self) -> bool {
        /// Of `tcpi_bytes_acked` in `struct tcp_info`, linux/tcp.h.
        const BYTES_ACKED: std::ops::Range<usize> = 120..128;
        let Some(stream) = self.stream.as_ref() else { return false };
        let mut info = [0u8; 256];
        let mut length = info.len() as libc::socklen_t;
        // SAFETY: the kernel writes at most `length` bytes into `info`.
        let result = unsafe {
            libc::getsockopt(
                stream.as_raw_fd(),
                libc::IPPROTO_TCP,
                libc::TCP_INFO,
                info.as_mut_ptr().cast(),
                &mut length,
            )
        };
        if result != 0 || (length as usize) < BYTES_ACKED.end {
            return false;
        }
        let acknowledged = u64::from_ne_bytes(info[BYTES_ACKED].try_into().expect("eight bytes"));
        // The handshake counts as one byte; a request is longer than that.
        acknowledged >= self.link_sent_bytes
    }
}
