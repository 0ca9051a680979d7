//! cargo run --release --example precise -- after-10ms
//!
//! A server for known answers: each request is answered at the moment that the rule says. It never sleeps, so that neither
//! a timer of whole milliseconds nor a wake-up blurs that moment; it needs a core of its own. Its rules:
//!
//! - `at-once`: ended by SIGTERM, it writes to descriptor 3 when each request came, as doubles in milliseconds.
//! - `after-10ms`: 10 ms after it came.
//! - `one-queue`: one request after the other, 1 ms each.
//!
//! The first line says where it is: {"ready":{"port":8080,"workers":1}}

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::os::fd::FromRawFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npong";
const TOLD_FD: i32 = 3;
const LISTENER: Token = Token(0);

static ENDED: AtomicBool = AtomicBool::new(false);

struct Waiting {
    connection: usize,
    due: Duration,
}

fn main() -> io::Result<()> {
    let rule = std::env::args().nth(1).unwrap_or_default();
    let mut free = Duration::ZERO;
    // Never before the one it gave last.
    let mut due_of: Box<dyn FnMut(Duration) -> Duration> = match rule.as_str() {
        "at-once" => Box::new(|came| came),
        "after-10ms" => Box::new(|came| came + Duration::from_millis(10)),
        "one-queue" => Box::new(move |came| {
            free = free.max(came) + Duration::from_millis(1);
            free
        }),
        _ => return Err(io::Error::new(ErrorKind::InvalidInput, "say at-once, after-10ms or one-queue")),
    };
    extern "C" fn end(_: i32) {
        ENDED.store(true, Ordering::Relaxed);
    }
    // SAFETY: the handler only stores an atomic.
    unsafe { libc::signal(libc::SIGTERM, end as *const () as libc::sighandler_t) };
    let came = serve(&mut due_of)?;
    if rule == "at-once" { tell(&came) } else { Ok(()) }
}

/// Answers until SIGTERM; when each request came.
fn serve(due_of: &mut dyn FnMut(Duration) -> Duration) -> io::Result<Vec<Duration>> {
    let mut listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
    let mut poll = Poll::new()?;
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    println!("{{\"ready\":{{\"port\":{},\"workers\":1}}}}", listener.local_addr()?.port());

    let begun = Instant::now();
    let mut came = Vec::new();
    let mut connections: Vec<TcpStream> = Vec::new();
    let mut waiting: VecDeque<Waiting> = VecDeque::new();
    let mut events = Events::with_capacity(256);
    let mut request = [0; 4096];
    while !ENDED.load(Ordering::Relaxed) {
        match poll.poll(&mut events, Some(Duration::ZERO)) {
            Err(error) if error.kind() != ErrorKind::Interrupted => return Err(error),
            _ => {}
        }
        for event in &events {
            if event.token() == LISTENER {
                while let Ok((mut stream, _)) = listener.accept() {
                    stream.set_nodelay(true)?;
                    poll.registry().register(&mut stream, Token(connections.len() + 1), Interest::READABLE)?;
                    connections.push(stream);
                }
                continue;
            }
            let connection = event.token().0 - 1;
            // A client that waits for its answer has sent one whole request when something comes.
            if matches!(connections[connection].read(&mut request), Ok(length) if length > 0) {
                let now = begun.elapsed();
                came.push(now);
                waiting.push_back(Waiting { connection, due: due_of(now) });
            }
        }
        while let Some(&Waiting { connection, due }) = waiting.front() {
            if due > begun.elapsed() {
                break;
            }
            waiting.pop_front();
            // A client that has gone does not miss its answer.
            let _ = connections[connection].write(ANSWER);
        }
    }
    Ok(came)
}

fn tell(came: &[Duration]) -> io::Result<()> {
    let bytes: Vec<u8> = came.iter().flat_map(|at| (at.as_secs_f64() * 1e3).to_le_bytes()).collect();
    // SAFETY: whoever starts this with the rule `at-once` has opened the descriptor, and nothing else here uses it.
    unsafe { File::from_raw_fd(TOLD_FD) }.write_all(&bytes)
}
