//! PORT=8080 cargo run --release --example ws_echo
//!
//! Sends every WebSocket message back; holds as many connections as there may be open files, on one thread.
//! Port 0 takes a free one. The first line says which: {"ready":{"port":8080,"workers":1}}

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Registry, Token};
use socket2::{Domain, Socket, Type};
use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr};
use tungstenite::handshake::MidHandshake;
use tungstenite::handshake::server::{NoCallback, ServerHandshake};
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Error, HandshakeError, Message, WebSocket};

/// Connections that wait to be accepted; the kernel takes less where its own limit is lower.
const BACKLOG: i32 = 4096;
const READ_BUFFER_BYTES: usize = 1024;
const LISTENER: Token = Token(0);

fn main() -> io::Result<()> {
    let port = std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(0);
    let listener = listen(port)?;
    println!("{{\"ready\":{{\"port\":{},\"workers\":1}}}}", listener.local_addr()?.port());
    serve(listener, |_| {})
}

pub fn listen(port: u16) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)).into())?;
    socket.listen(BACKLOG)?;
    Ok(TcpListener::from_std(socket.into()))
}

/// Echoes without end. `accepted` is told where each connection comes from.
pub fn serve(mut listener: TcpListener, mut accepted: impl FnMut(SocketAddr)) -> io::Result<()> {
    raise_file_limit();
    let mut poll = Poll::new()?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    let mut peers = HashMap::new();
    let mut events = Events::with_capacity(1024);
    let mut next = LISTENER.0;
    loop {
        poll.poll(&mut events, None)?;
        for event in &events {
            if event.token() == LISTENER {
                while let Some((stream, from)) = accept(&listener)? {
                    accepted(from);
                    next += 1;
                    peers.insert(Token(next), Peer::new(stream, Token(next), poll.registry())?);
                }
            } else if let Some(peer) = peers.remove(&event.token()) {
                peers.extend(peer.ready().map(|peer| (event.token(), peer)));
            }
        }
    }
}

fn accept(listener: &TcpListener) -> io::Result<Option<(TcpStream, SocketAddr)>> {
    match listener.accept() {
        Ok(accepted) => Ok(Some(accepted)),
        // The client has given up meanwhile: there may be more behind it, so that is no end.
        Err(error) if error.kind() == ErrorKind::ConnectionAborted => accept(listener),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
        Err(error) => Err(error),
    }
}

enum Peer {
    Shaking(MidHandshake<ServerHandshake<TcpStream, NoCallback>>),
    Open(WebSocket<TcpStream>),
}

impl Peer {
    fn new(mut stream: TcpStream, token: Token, registry: &Registry) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        registry.register(&mut stream, token, Interest::READABLE | Interest::WRITABLE)?;
        let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER_BYTES).write_buffer_size(0);
        Ok(Peer::Shaking(ServerHandshake::start(stream, NoCallback, Some(config))))
    }

    /// Does what the socket is ready for; `None` when the connection is over.
    fn ready(self) -> Option<Self> {
        match self {
            Peer::Shaking(handshake) => match handshake.handshake() {
                Ok(socket) => Peer::Open(socket).ready(),
                Err(HandshakeError::Interrupted(handshake)) => Some(Peer::Shaking(handshake)),
                Err(HandshakeError::Failure(_)) => None,
            },
            Peer::Open(mut socket) => match echo(&mut socket) {
                Err(Error::Io(error)) if error.kind() == ErrorKind::WouldBlock => Some(Peer::Open(socket)),
                _ => None,
            },
        }
    }
}

/// Until the socket has no more, or takes no more: what is left is flushed before more is read.
fn echo(socket: &mut WebSocket<TcpStream>) -> Result<(), Error> {
    loop {
        socket.flush()?;
        // Pings and the end are answered by tungstenite.
        if let message @ (Message::Text(_) | Message::Binary(_)) = socket.read()? {
            socket.write(message)?;
        }
    }
}

fn raise_file_limit() {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: reads and raises this process's own limit of open files.
    unsafe {
        libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit);
        limit.rlim_cur = limit.rlim_max;
        libc::setrlimit(libc::RLIMIT_NOFILE, &limit);
    }
}
