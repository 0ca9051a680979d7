//! A counter that several followed processes may share: of a cgroup, of a network namespace.

use super::proc_file::{ProcFile, Scratch};
use std::collections::HashSet;

/// Reads the counters from a file's text; `None` when it does not hold them.
type Parse<const N: usize> = fn(&str) -> Option<[u64; N]>;

/// `N` numbers that only grow.
pub struct SharedCounter<const N: usize> {
    /// The same for all who share it.
    key: String,
    file: ProcFile,
    parse: Parse<N>,
    seen: [u64; N],
}

impl<const N: usize> SharedCounter<N> {
    /// Counts from now on. `None` when the file does not hold what `parse` wants.
    pub fn open(key: String, path: &str, parse: Parse<N>, scratch: &mut Scratch) -> Option<Self> {
        let file = ProcFile::open(path).ok()?;
        let seen = parse(&file.read(scratch).ok()?)?;
        Some(Self { key, file, parse, seen })
    }

    fn lap(&mut self, scratch: &mut Scratch) -> Option<[u64; N]> {
        let now = (self.parse)(&self.file.read(scratch).ok()?)?;
        let then = std::mem::replace(&mut self.seen, now);
        Some(std::array::from_fn(|i| now[i].saturating_sub(then[i])))
    }
}

/// What was added since the last lap, each shared counter once; `None` without any.
pub fn lap_all<'a, const N: usize>(
    counters: impl Iterator<Item = &'a mut SharedCounter<N>>,
    scratch: &mut Scratch,
) -> Option<[u64; N]> {
    let mut met = HashSet::new();
    let mut sum = None;
    for counter in counters {
        let Some(added) = counter.lap(scratch) else { continue };
        if met.insert(counter.key.as_str()) {
            let known = sum.unwrap_or([0; N]);
            sum = Some(std::array::from_fn(|i| known[i] + added[i]));
        }
    }
    sum
}
