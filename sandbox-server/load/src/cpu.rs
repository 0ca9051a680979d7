//! What the load tool itself costs, and which cores it may use (LD16).

use crate::clock;

/// CPU time of this thread, in nanoseconds.
fn thread_cpu_ns() -> u64 {
    clock::read(libc::CLOCK_THREAD_CPUTIME_ID)
}

/// CPU time of the whole process, printing included, in nanoseconds.
fn process_cpu_ns() -> u64 {
    clock::read(libc::CLOCK_PROCESS_CPUTIME_ID)
}

/// Time this thread was ready to run but had no core, in nanoseconds; `None` where the kernel does not say.
fn run_delay_ns() -> Option<u64> {
    std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').nth(1)?.parse().ok()
}

/// Cores this process may use.
pub fn affinity() -> Vec<usize> {
    // SAFETY: a zeroed set is valid; the kernel writes into it.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &mut set);
        (0..libc::CPU_SETSIZE as usize).filter(|core| libc::CPU_ISSET(*core, &set)).collect()
    }
}

/// Cores of the host that are switched on.
pub fn online() -> usize {
    // SAFETY: reads one number.
    unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) }.max(1) as usize
}

/// Lets threads with more urgent work go first; used by the thread that only prints.
pub fn step_back() {
    const NICE: i32 = 10;
    // SAFETY: lowers the priority of this thread only; failing changes nothing.
    unsafe { libc::setpriority(libc::PRIO_PROCESS, libc::gettid() as libc::id_t, NICE) };
}

/// What the load tool cost over some time, in nanoseconds.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub struct Cost {
    /// Of the whole process.
    pub cpu_ns: u64,
    /// Of the thread that sends and receives.
    pub generator_cpu_ns: u64,
    pub run_delay_ns: Option<u64>,
    /// How long that thread stood still although it was due: stopped, or without a core of a host below (LD16).
    pub still_ns: u64,
}

impl Cost {
    pub fn add(&mut self, other: &Cost) {
        self.cpu_ns += other.cpu_ns;
        self.generator_cpu_ns += other.generator_cpu_ns;
        self.run_delay_ns = other.run_delay_ns.map(|delay| delay + self.run_delay_ns.unwrap_or(0));
        self.still_ns += other.still_ns;
    }

    /// Of two generator threads over the same time: what the process cost is known to both, and a load is as doubtful as
    /// the thread that fared worst.
    pub fn worse(&self, other: &Cost) -> Cost {
        Cost {
            cpu_ns: self.cpu_ns.max(other.cpu_ns),
            generator_cpu_ns: self.generator_cpu_ns.max(other.generator_cpu_ns),
            run_delay_ns: self.run_delay_ns.max(other.run_delay_ns),
            still_ns: self.still_ns.max(other.still_ns),
        }
    }
}

/// How often the loop comes by at least.
const BEAT_NS: u64 = 10_000_000;

/// The loop's own pulse. A thread that is stopped uses no CPU and waits in no queue, and a closed loop has no plan that
/// it could be late for: only the beats that it misses tell.
pub struct Pulse {
    pub next_ns: u64,
    last_ns: u64,
    cpu_ns: u64,
}

impl Pulse {
    pub fn start(now: u64) -> Self {
        Self { next_ns: now + BEAT_NS, last_ns: now, cpu_ns: thread_cpu_ns() }
    }

    /// Called as soon as the next beat is due; returns how long the thread stood still since the last one.
    pub fn beat(&mut self, now: u64) -> u64 {
        let cpu_ns = thread_cpu_ns();
        let still_ns = stood_still_ns(now - self.last_ns, cpu_ns - self.cpu_ns);
        *self = Self { next_ns: (now / BEAT_NS + 1) * BEAT_NS, last_ns: now, cpu_ns };
        still_ns
    }
}

/// What is left of the time between two beats when the thread has slept for a beat and used `cpu_ns` of it. A beat that
/// comes a little late is the kernel's.
fn stood_still_ns(since_ns: u64, cpu_ns: u64) -> u64 {
    if since_ns < 2 * BEAT_NS { 0 } else { since_ns.saturating_sub(BEAT_NS + cpu_ns) }
}

/// Reads the costs of the calling thread and its process, lap by lap.
pub struct Meter(Cost);

impl Meter {
    pub fn start() -> Self {
        Self(Self::read())
    }

    /// Since the last lap.
    pub fn lap(&mut self) -> Cost {
        let then = std::mem::replace(&mut self.0, Self::read());
        Cost {
            cpu_ns: self.0.cpu_ns - then.cpu_ns,
            generator_cpu_ns: self.0.generator_cpu_ns - then.generator_cpu_ns,
            run_delay_ns: self.0.run_delay_ns.zip(then.run_delay_ns).map(|(now, then)| now - then),
            still_ns: 0,
        }
    }

    fn read() -> Cost {
        Cost { cpu_ns: process_cpu_ns(), generator_cpu_ns: thread_cpu_ns(), run_delay_ns: run_delay_ns(), still_ns: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: u64 = 1_000_000;

    #[test]
    fn ld16_of_several_threads_the_one_that_fared_worst_is_told() {
        let cost =
            |generator_cpu_ns, run_delay_ns, still_ns| Cost { cpu_ns: 9, generator_cpu_ns, run_delay_ns, still_ns };
        assert_eq!(cost(5, Some(1), 0).worse(&cost(3, None, 7)), cost(5, Some(1), 7));
    }

    #[test]
    fn ld16_ab7_what_neither_slept_nor_computed_stood_still() {
        assert_eq!(stood_still_ns(10 * MS, 0), 0);
        assert_eq!(stood_still_ns(19 * MS, 0), 0);
        assert_eq!(stood_still_ns(60 * MS, MS), 49 * MS);
        // A long row of answers to read is work.
        assert_eq!(stood_still_ns(60 * MS, 55 * MS), 0);
    }
}
