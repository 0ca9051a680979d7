//! The connections: which are idle, resting or busy, and how many there may be.

use crate::connection::Connection;
use crate::leaving::Leaving;
use crate::route::Route;
use crate::share::Share;
use mio::{Interest, Registry, Token};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::io;
use std::net::TcpStream;

const EVERYTHING: Interest = Interest::READABLE.add(Interest::WRITABLE);

/// What a load needs.
pub struct Connections {
    pub route: Route,
    /// The first of them, open already.
    pub opened: Vec<TcpStream>,
    pub count: usize,
    /// How many there may be: an open loop opens more when all are busy.
    pub most: usize,
}

impl Connections {
    /// As evenly as can be among so many generator threads.
    pub fn split(self, threads: usize) -> Vec<Connections> {
        let mut opened: Vec<Vec<TcpStream>> = (0..threads).map(|_| Vec::new()).collect();
        self.opened.into_iter().enumerate().for_each(|(index, stream)| opened[index % threads].push(stream));
        let part = |share: Share, count: usize| share.part(count as u64) as usize;
        let parts = Share::all(threads).zip(opened).map(|(share, opened)| Connections {
            route: self.route.share(share),
            opened,
            count: part(share, self.count),
            most: part(share, self.most),
        });
        parts.collect()
    }
}

pub struct Pool {
    connections: Vec<Connection>,
    most: usize,
    /// Longest idle first (LD8).
    idle: VecDeque<usize>,
    /// Until when, since when, and which; the earliest is at the top.
    resting: BinaryHeap<Reverse<(u64, u64, usize)>>,
    leaving: Leaving,
    route: Route,
    registry: Registry,
}

impl Pool {
    pub fn new(Connections { route, opened, count, most }: Connections, registry: Registry) -> io::Result<Self> {
        let mut connections = Vec::with_capacity(most);
        connections.resize_with(count, Connection::new);
        for (index, stream) in opened.into_iter().enumerate() {
            registry.register(connections[index].adopt(stream)?, Token(index), EVERYTHING)?;
        }
        Ok(Self {
            connections,
            most,
            idle: (0..count).collect(),
            resting: BinaryHeap::with_capacity(most),
            leaving: Leaving::new(),
            route,
            registry,
        })
    }

    pub fn get(&mut self, index: usize) -> &mut Connection {
        &mut self.connections[index]
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Connection> {
        self.connections.iter_mut()
    }

    pub fn len(&self) -> usize {
        self.connections.len()
    }

    pub fn open_count(&self) -> u64 {
        self.connections.iter().filter(|connection| connection.is_open()).count() as u64
    }

    pub fn has_free(&self) -> bool {
        !self.idle.is_empty() || self.connections.len() < self.most
    }

    /// The connection that was idle longest, or else a new one, which is closed. There must be a free one.
    pub fn take_free(&mut self) -> usize {
        self.idle.pop_front().unwrap_or_else(|| {
            self.connections.push(Connection::new());
            self.connections.len() - 1
        })
    }

    /// Begins to open a closed connection anew.
    pub fn connect(&mut self, index: usize) -> io::Result<()> {
        let stream = self.connections[index].connect(&self.route, index)?;
        self.registry.register(stream, Token(index), EVERYTHING)
    }

    /// The request of a connection is over, at `now`; the next may come when it has rested.
    pub fn give_back(&mut self, index: usize, now: u64, rest_ns: u64) -> io::Result<()> {
        if let Some(mut stream) = self.connections[index].take_leaving() {
            self.registry.deregister(&mut stream)?;
            self.leaving.add(stream, now);
        }
        match rest_ns {
            0 => self.idle.push_back(index),
            _ => self.resting.push(Reverse((now + rest_ns, now, index))),
        }
        Ok(())
    }

    /// Those that have rested are idle again, and those that were to leave have left. Returns how long all of the
    /// former together had rested.
    pub fn end_rests(&mut self, now: u64) -> u64 {
        self.leaving.close_until(now);
        let mut rested_ns = 0;
        while let Some(&Reverse((until, since, index))) = self.resting.peek() {
            if now < until {
                break;
            }
            self.resting.pop();
            self.idle.push_back(index);
            rested_ns += now - since;
        }
        rested_ns
    }

    pub fn next_rested_ns(&self) -> Option<u64> {
        self.resting.peek().map(|Reverse((until, ..))| *until)
    }

    /// All are free again; requests in flight are dropped with their connections.
    pub fn free_all(&mut self) {
        self.connections.iter_mut().filter(|connection| connection.busy).for_each(Connection::abandon);
        self.resting.clear();
        self.idle.clear();
        self.idle.extend(0..self.connections.len());
    }
}
