//! One HTTP/1.1 connection: sends the prepared bytes, reads one answer, is idle again.

use mio::net::TcpStream;
use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::rc::Rc;

const BUFFER_BYTES: usize = 16 * 1024;
const MAX_HEADERS: usize = 64;

/// What became of the request on a connection.
#[derive(Debug, PartialEq)]
pub enum Progress {
    /// Nothing yet.
    Pending,
    /// The answer is complete; its size on the wire.
    Answer { bytes: usize, keep: bool },
    /// It failed, with the kind of the error; the connection is closed.
    Failed(&'static str),
}

pub struct Connection {
    stream: Option<TcpStream>,
    connected: bool,
    buffer: Box<[u8; BUFFER_BYTES]>,
    filled: usize,
    /// Bytes of the body still to come, once the head was read.
    body_left: Option<usize>,
    /// What every body must be (LD9); its bytes are compared as they come.
    expected: Option<Rc<[u8]>>,
    received: usize,
    written: usize,
    status: u16,
    keep: bool,
    answered: u64,
    pub busy: bool,
    pub planned_ns: u64,
    pub sent_ns: u64,
}

impl Connection {
    pub fn new(expected: Option<Rc<[u8]>>) -> Self {
        Self {
            expected,
            stream: None,
            connected: false,
            buffer: Box::new([0; BUFFER_BYTES]),
            filled: 0,
            body_left: None,
            received: 0,
            written: 0,
            status: 0,
            keep: true,
            answered: 0,
            busy: false,
            planned_ns: 0,
            sent_ns: 0,
        }
    }

    pub fn stream(&mut self) -> Option<&mut TcpStream> {
        self.stream.as_mut()
    }

    pub fn is_open(&self) -> bool {
        self.stream.is_some()
    }

    /// Begins to connect; readiness tells the outcome.
    pub fn connect(&mut self, address: SocketAddr) -> Result<(), &'static str> {
        let stream = TcpStream::connect(address).map_err(|error| connect_kind(&error))?;
        let _ = stream.set_nodelay(true);
        self.stream = Some(stream);
        self.connected = false;
        self.answered = 0;
        Ok(())
    }

    pub fn close(&mut self) {
        self.stream = None;
        self.busy = false;
    }

    /// Marks the request as begun; `advance` writes it.
    pub fn begin(&mut self, planned_ns: u64, sent_ns: u64) {
        self.busy = true;
        self.planned_ns = planned_ns;
        self.sent_ns = sent_ns;
        self.written = 0;
        self.filled = 0;
        self.received = 0;
        self.body_left = None;
    }

    /// Writes and reads as far as the socket allows.
    pub fn advance(&mut self, request: &[u8]) -> Progress {
        let Some(stream) = self.stream.as_mut() else { return Progress::Pending };
        if !self.connected {
            if let Ok(Some(error)) = stream.take_error() {
                return self.fail(connect_kind(&error));
            }
            if stream.peer_addr().is_err() {
                return Progress::Pending;
            }
            self.connected = true;
        }
        while self.busy && self.written < request.len() {
            match stream.write(&request[self.written..]) {
                Ok(n) => self.written += n,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => {
                    let kind = if self.answered > 0 { "staleClose" } else { "writeReset" };
                    return self.fail(kind);
                }
            }
        }
        self.read()
    }

    fn read(&mut self) -> Progress {
        loop {
            let Some(stream) = self.stream.as_mut() else { return Progress::Pending };
            let from = if self.body_left.is_some() { 0 } else { self.filled };
            if from == BUFFER_BYTES {
                return self.fail("parse");
            }
            match stream.read(&mut self.buffer[from..]) {
                Ok(0) => {
                    if !self.busy {
                        self.close();
                        return Progress::Pending;
                    }
                    let untouched = self.received == 0;
                    return self.fail(if untouched && self.answered > 0 { "staleClose" } else { "eof" });
                }
                Ok(n) => {
                    self.received += n;
                    if let Some(progress) = self.take(n) {
                        return progress;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Progress::Pending,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => {
                    if !self.busy {
                        self.close();
                        return Progress::Pending;
                    }
                    return self.fail("readReset");
                }
            }
        }
    }

    /// Looks at `n` new bytes; `None` when more are needed.
    fn take(&mut self, n: usize) -> Option<Progress> {
        if let Some(left) = self.body_left {
            if n > left || !self.body_fits(0, n, left) {
                return Some(self.fail("bodyMismatch"));
            }
            self.body_left = Some(left - n);
        } else {
            self.filled += n;
            let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
            let mut response = httparse::Response::new(&mut headers);
            let head = match response.parse(&self.buffer[..self.filled]) {
                Ok(httparse::Status::Partial) => return None,
                Ok(httparse::Status::Complete(head)) => head,
                Err(_) => return Some(self.fail("parse")),
            };
            self.status = response.code.unwrap_or(0);
            self.keep = true;
            let mut length = None;
            for header in response.headers.iter() {
                if header.name.eq_ignore_ascii_case("content-length") {
                    length = std::str::from_utf8(header.value).ok().and_then(|text| text.trim().parse::<usize>().ok());
                } else if header.name.eq_ignore_ascii_case("connection") {
                    self.keep = !header.value.eq_ignore_ascii_case(b"close");
                }
            }
            let Some(length) = length else { return Some(self.fail("parse")) };
            let body = self.filled - head;
            // The body of an error is not the one that was agreed on.
            let fits = !matches!(self.status, 200..=399)
                || self.expected.as_ref().is_none_or(|expected| expected.len() == length)
                    && self.body_fits(head, body, length);
            if body > length || !fits {
                return Some(self.fail("bodyMismatch"));
            }
            self.body_left = Some(length - body);
        }
        (self.body_left == Some(0)).then(|| self.complete())
    }

    /// Whether `n` bytes of the buffer from `from` are those expected when `left` of the body were still to come.
    fn body_fits(&self, from: usize, n: usize, left: usize) -> bool {
        let Some(expected) = self.expected.as_ref().filter(|_| matches!(self.status, 200..=399)) else { return true };
        let at = expected.len().saturating_sub(left);
        expected.get(at..at + n) == Some(&self.buffer[from..from + n])
    }

    fn complete(&mut self) -> Progress {
        self.busy = false;
        self.answered += 1;
        let (bytes, keep) = (self.received, self.keep);
        if !keep {
            self.stream = None;
        }
        match self.status {
            200..=399 => Progress::Answer { bytes, keep },
            400..=499 => Progress::Failed("status4xx"),
            _ => Progress::Failed("status5xx"),
        }
    }

    fn fail(&mut self, kind: &'static str) -> Progress {
        self.close();
        Progress::Failed(kind)
    }
}

fn connect_kind(error: &std::io::Error) -> &'static str {
    match error.raw_os_error() {
        Some(libc::ECONNREFUSED) => "connectRefused",
        Some(libc::EADDRNOTAVAIL) => "noPorts",
        Some(libc::EMFILE | libc::ENFILE) => "noFiles",
        Some(libc::ETIMEDOUT) => "connectTimeout",
        _ => "connectReset",
    }
}
