//! Which part of a load is one generator thread's. Together the parts are the load, request by request: who generates it
//! on more cores plans nothing else.

use crate::clock::Clock;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};

/// Of everything that is counted, every `of`-th from `number` on, which is below `of`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub number: usize,
    pub of: usize,
}

impl Share {
    pub const WHOLE: Share = Share { number: 0, of: 1 };

    pub fn all(of: usize) -> impl Iterator<Item = Share> {
        (0..of).map(move |number| Share { number, of })
    }

    /// How many of so many are in it.
    pub fn part(self, count: u64) -> u64 {
        (count + (self.of - self.number) as u64 - 1) / self.of as u64
    }

    /// What number the `index`-th of the share has in the whole.
    pub fn number_of(self, index: usize) -> usize {
        index * self.of + self.number
    }
}

/// The moment at which a phase begins, the same for all generator threads.
pub struct Start {
    barrier: Barrier,
    at_ns: AtomicU64,
}

impl Start {
    pub fn new(threads: usize) -> Self {
        Self { barrier: Barrier::new(threads), at_ns: AtomicU64::new(0) }
    }

    /// Waits for the others; all are told the same time.
    pub fn together(&self, clock: Clock) -> u64 {
        if self.barrier.wait().is_leader() {
            self.at_ns.store(clock.now_ns(), Ordering::SeqCst);
        }
        self.barrier.wait();
        self.at_ns.load(Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cp5_the_shares_are_the_whole_and_as_even_as_can_be() {
        for (count, of, expected) in [(7, 3, vec![3, 2, 2]), (6, 3, vec![2, 2, 2]), (1, 2, vec![1, 0]), (5, 1, vec![5])]
        {
            assert_eq!(Share::all(of).map(|share| share.part(count)).collect::<Vec<_>>(), expected);
        }
        let numbers = Share::all(3).map(|share| [share.number_of(0), share.number_of(1)]).collect::<Vec<_>>();
        assert_eq!(numbers, [[0, 3], [1, 4], [2, 5]]);
    }
}
