//! CPU that all processes of the host used together: what others used is this less our own.

use super::lines::us_of_ticks;
use super::proc_file::{ProcFile, Scratch, cpu_times, numbered};
use std::os::fd::RawFd;

/// The host's processes, looked up where the sampler itself would see only those of its own namespace.
pub struct Everyone {
    root: String,
    seen_ticks: u64,
}

impl Everyone {
    /// `directory`: a /proc of the host.
    pub fn open(directory: RawFd, scratch: &mut Scratch) -> Self {
        let mut everyone = Self { root: format!("/proc/self/fd/{directory}"), seen_ticks: 0 };
        everyone.lap_us(scratch);
        everyone
    }

    /// Since the last lap. A child that ended meanwhile counts with its parent.
    pub fn lap_us(&mut self, scratch: &mut Scratch) -> f64 {
        let ticks = self.ticks(scratch);
        us_of_ticks(ticks.saturating_sub(std::mem::replace(&mut self.seen_ticks, ticks)))
    }

    fn ticks(&self, scratch: &mut Scratch) -> u64 {
        let ticks_of = |id| {
            let stat = ProcFile::open(format!("{}/{id}/stat", self.root)).ok()?;
            Some(cpu_times(&stat.read(scratch).ok()?)?.iter().sum::<u64>())
        };
        numbered(&self.root).into_iter().filter_map(ticks_of).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn st7_everyone_is_never_less_than_this_process() {
        let directory = std::fs::File::open("/proc").unwrap();
        let mut scratch = Scratch::new();
        let mut everyone = Everyone::open(std::os::fd::AsRawFd::as_raw_fd(&directory), &mut scratch);
        let until = crate::clock::read(libc::CLOCK_PROCESS_CPUTIME_ID) + 100_000_000;
        while crate::clock::read(libc::CLOCK_PROCESS_CPUTIME_ID) < until {}
        assert!(everyone.lap_us(&mut scratch) >= 70_000.0);
    }
}
