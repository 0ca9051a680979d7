//! Connections that have done their work. Whoever closes first keeps the port busy for a minute; so the server, which
//! knows of the end too, is given the time to be first, or some 28,000 requests would use up the ports of this machine.

use mio::net::TcpStream;
use std::collections::VecDeque;

/// A server that is told `connection: close` closes with its answer.
const PATIENCE_NS: u64 = 20_000_000;
/// Files that are open beside the connections.
pub const MOST_LEAVING: usize = 256;

pub struct Leaving(VecDeque<(u64, TcpStream)>);

impl Leaving {
    pub fn new() -> Self {
        Self(VecDeque::new())
    }

    pub fn add(&mut self, stream: TcpStream, now: u64) {
        if self.0.len() == MOST_LEAVING {
            self.0.pop_front();
        }
        self.0.push_back((now + PATIENCE_NS, stream));
    }

    /// Closes those that had their time.
    pub fn close_until(&mut self, now: u64) {
        while self.0.front().is_some_and(|(until, _)| now >= *until) {
            self.0.pop_front();
        }
    }
}
