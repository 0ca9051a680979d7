//! Bodies that nobody fixed: one in 64 is hashed, so that an answer that should change, or should not, is found (LD9).

use serde::Serialize;
use std::collections::HashSet;

const ONE_IN: u64 = 64;
/// Counting goes no further; it is enough to tell one from many.
const MOST_DISTINCT: usize = 1_000;

/// The bodies of one phase.
pub struct Bodies {
    begun: u64,
    checked: u64,
    distinct: HashSet<u64>,
}

/// As the last line has them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BodyCounts {
    pub checked: u64,
    /// At most 1,000.
    pub distinct: usize,
}

impl Bodies {
    pub fn new() -> Self {
        Self { begun: 0, checked: 0, distinct: HashSet::with_capacity(MOST_DISTINCT) }
    }

    /// Whether the body of the next answer is to be hashed: the first, and then each 64th.
    pub fn picks_next(&mut self) -> bool {
        self.begun += 1;
        self.begun % ONE_IN == 1
    }

    pub fn saw(&mut self, hash: u64) {
        self.checked += 1;
        if self.distinct.len() < MOST_DISTINCT {
            self.distinct.insert(hash);
        }
    }

    /// Those of another generator thread too.
    pub fn add(&mut self, other: &Bodies) {
        self.begun += other.begun;
        self.checked += other.checked;
        self.distinct.extend(&other.distinct);
    }

    /// `None` when all bodies are fixed, and compared byte for byte.
    pub fn counts(&self) -> Option<BodyCounts> {
        (self.begun > 0)
            .then_some(BodyCounts { checked: self.checked, distinct: self.distinct.len().min(MOST_DISTINCT) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ld9_one_in_64_is_picked_beginning_with_the_first() {
        let mut bodies = Bodies::new();
        assert_eq!(bodies.counts(), None);
        let picked: Vec<usize> = (0..200).filter(|_| bodies.picks_next()).collect();
        assert_eq!(picked, [0, 64, 128, 192]);
    }

    #[test]
    fn ld9_distinct_bodies_are_counted_up_to_a_limit() {
        let mut bodies = Bodies::new();
        bodies.picks_next();
        (0..3_000).for_each(|n| bodies.saw(n % 1_500));
        assert_eq!(bodies.counts(), Some(BodyCounts { checked: 3_000, distinct: MOST_DISTINCT }));
    }
}
