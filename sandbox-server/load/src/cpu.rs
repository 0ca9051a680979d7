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
#[derive(Clone, Copy, Default)]
pub struct Cost {
    /// Of the whole process.
    pub cpu_ns: u64,
    /// Of the thread that sends and receives.
    pub generator_cpu_ns: u64,
    pub run_delay_ns: Option<u64>,
}

impl Cost {
    pub fn add(&mut self, other: &Cost) {
        self.cpu_ns += other.cpu_ns;
        self.generator_cpu_ns += other.generator_cpu_ns;
        self.run_delay_ns = other.run_delay_ns.map(|delay| delay + self.run_delay_ns.unwrap_or(0));
    }
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
        }
    }

    fn read() -> Cost {
        Cost { cpu_ns: process_cpu_ns(), generator_cpu_ns: thread_cpu_ns(), run_delay_ns: run_delay_ns() }
    }
}
