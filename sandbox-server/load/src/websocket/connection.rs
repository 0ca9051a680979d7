//! One WebSocket connection without waiting: connects, shakes hands, sends, says what came. tungstenite does the framing
//! (docs/decisions/0007-websocket-client.md).

use crate::fault::Fault;
use mio::net::TcpStream;
use std::io::{self, ErrorKind};
use tungstenite::client::IntoClientRequest;
use tungstenite::error::ProtocolError;
use tungstenite::handshake::MidHandshake;
use tungstenite::handshake::client::ClientHandshake;
use tungstenite::http::Uri;
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Bytes, Error, HandshakeError, Message, WebSocket};

/// At most 10 kB a held connection (LD13): this is allocated for each; a longer message makes its own room.
const READ_BUFFER_BYTES: usize = 1024;
/// A server that sends more than it was sent is at fault; it must not fill this machine's memory.
const MOST_MESSAGE_BYTES: usize = 1 << 20;

enum Link {
    Closed,
    Connecting(TcpStream),
    Shaking(MidHandshake<ClientHandshake<TcpStream>>),
    Open(WebSocket<TcpStream>),
}

/// What a look at the socket showed.
pub enum Step {
    /// Nothing more for now.
    Wait,
    /// The handshake is over.
    Opened,
    Message(Message),
    Pong(Bytes),
    /// The connection is over, and nobody here asked for that.
    Lost(Fault),
    /// The connection is over as `close` asked; whether the server agreed or just ended.
    Closed {
        agreed: bool,
    },
}

pub struct Connection {
    link: Link,
    /// The socket took no more: what is left goes when it is writable again.
    blocked: bool,
    closing: bool,
}

impl Connection {
    /// Takes over a stream that is connected or about to be. It must be registered for reading and writing.
    pub fn new(stream: TcpStream) -> Self {
        Self { link: Link::Connecting(stream), blocked: false, closing: false }
    }

    /// One that could not even begin to connect.
    pub fn failed() -> Self {
        Self { link: Link::Closed, blocked: false, closing: false }
    }

    pub fn is_open(&self) -> bool {
        matches!(self.link, Link::Open(_))
    }

    pub fn is_opening(&self) -> bool {
        matches!(self.link, Link::Connecting(_) | Link::Shaking(_))
    }

    /// Open, and what was sent has left.
    pub fn can_send(&self) -> bool {
        self.is_open() && !self.blocked && !self.closing
    }

    /// Gives up one that took too long to open, and says in what it was stuck.
    pub fn give_up(&mut self) -> Fault {
        match std::mem::replace(&mut self.link, Link::Closed) {
            Link::Connecting(_) => Fault::ConnectTimeout,
            _ => Fault::Timeout,
        }
    }

    /// Does what the socket is ready for. To be repeated until it says `Wait`, `Lost` or `Closed`.
    pub fn step(&mut self, uri: &Uri) -> Step {
        if self.is_open() {
            return self.receive();
        }
        match std::mem::replace(&mut self.link, Link::Closed) {
            Link::Connecting(stream) => match finish_connect(&stream) {
                Ok(true) => self.shake_hands(stream, uri),
                Ok(false) => {
                    self.link = Link::Connecting(stream);
                    Step::Wait
                }
                Err(error) => Step::Lost(Fault::of_connect(&error)),
            },
            Link::Shaking(handshake) => self.shaken(handshake.handshake()),
            Link::Open(_) | Link::Closed => Step::Wait,
        }
    }

    /// Sends the request to upgrade; tungstenite checks the answer, `Sec-WebSocket-Accept` included.
    fn shake_hands(&mut self, stream: TcpStream, uri: &Uri) -> Step {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER_BYTES)
            // Each message is written at once: there is a plan to keep.
            .write_buffer_size(0)
            .max_message_size(Some(MOST_MESSAGE_BYTES))
            .max_frame_size(Some(MOST_MESSAGE_BYTES));
        let begun = uri.into_client_request().and_then(|request| ClientHandshake::start(stream, request, Some(config)));
        match begun {
            Ok(handshake) => self.shaken(handshake.handshake()),
            Err(error) => Step::Lost(fault_of_handshake(&error)),
        }
    }

    fn shaken(&mut self, result: Result<Shaken, HandshakeError<ClientHandshake<TcpStream>>>) -> Step {
        match result {
            Ok((socket, _)) => {
                self.link = Link::Open(socket);
                Step::Opened
            }
            Err(HandshakeError::Interrupted(handshake)) => {
                self.link = Link::Shaking(handshake);
                Step::Wait
            }
            Err(HandshakeError::Failure(error)) => Step::Lost(fault_of_handshake(&error)),
        }
    }

    fn receive(&mut self) -> Step {
        let Link::Open(socket) = &mut self.link else { return Step::Wait };
        if self.blocked {
            // What went wrong, if not that it is still full, shows when it is read.
            self.blocked = socket.flush().is_err();
        }
        loop {
            match socket.read() {
                // tungstenite has answered the ping.
                Ok(Message::Ping(_)) => {}
                Ok(Message::Pong(payload)) => return Step::Pong(payload),
                // The answer to our own; the end of the connection follows.
                Ok(Message::Close(_)) if self.closing => {}
                Ok(Message::Close(_)) => {
                    // Its answer is a courtesy.
                    let _ = socket.flush();
                    return self.over(&Error::ConnectionClosed);
                }
                Ok(message) => return Step::Message(message),
                Err(error) if would_block(&error) => return Step::Wait,
                Err(error) => return self.over(&error),
            }
        }
    }

    fn over(&mut self, error: &Error) -> Step {
        self.link = Link::Closed;
        match error {
            _ if self.closing => Step::Closed { agreed: matches!(error, Error::ConnectionClosed) },
            Error::ConnectionClosed | Error::AlreadyClosed => Step::Lost(Fault::WsClose),
            Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => Step::Lost(Fault::Eof),
            Error::Io(_) => Step::Lost(Fault::ReadReset),
            // A frame that breaks the rules, text that is not UTF-8, more bytes than allowed.
            _ => Step::Lost(Fault::Parse),
        }
    }

    /// Sends one message; only when [`can_send`](Self::can_send). What the socket does not take at once is kept.
    pub fn send(&mut self, message: Message) -> Result<(), Fault> {
        let Link::Open(socket) = &mut self.link else { return Err(Fault::WriteReset) };
        match socket.write(message) {
            Ok(()) => Ok(()),
            Err(error) if would_block(&error) => {
                self.blocked = true;
                Ok(())
            }
            Err(_) => {
                self.link = Link::Closed;
                Err(Fault::WriteReset)
            }
        }
    }

    /// Asks the server to agree to the end of the connection.
    pub fn close(&mut self) {
        let Link::Open(socket) = &mut self.link else { return };
        if std::mem::replace(&mut self.closing, true) {
            return;
        }
        // A socket that takes no more is flushed when it is writable again; one that broke says so when it is read.
        self.blocked = socket.close(None).is_err();
    }

    /// Drops the connection as it is.
    pub fn abandon(&mut self) {
        self.link = Link::Closed;
    }
}

type Shaken = (WebSocket<TcpStream>, tungstenite::handshake::client::Response);

/// Whether the connection is there; `false` when this readiness was about something else.
fn finish_connect(stream: &TcpStream) -> io::Result<bool> {
    if let Some(error) = stream.take_error()? {
        return Err(error);
    }
    if stream.peer_addr().is_err() {
        return Ok(false);
    }
    stream.set_nodelay(true)?;
    Ok(true)
}

fn would_block(error: &Error) -> bool {
    matches!(error, Error::Io(error) if error.kind() == ErrorKind::WouldBlock)
}

fn fault_of_handshake(error: &Error) -> Fault {
    match error {
        Error::Io(_) => Fault::ReadReset,
        Error::Protocol(ProtocolError::HandshakeIncomplete) => Fault::Eof,
        _ => Fault::WsHandshake,
    }
}
