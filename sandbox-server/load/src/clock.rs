//! Time: nanoseconds of CLOCK_MONOTONIC since the run's epoch, and a timer on the same clock.

use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

const NS_PER_SECOND: u64 = 1_000_000_000;

/// The clock that the sampler, Node (`process.hrtime`) and Java (`System.nanoTime`) read too.
#[derive(Clone, Copy)]
pub struct Clock {
    epoch_ns: u64,
}

impl Clock {
    pub fn start() -> Self {
        Self { epoch_ns: read(libc::CLOCK_MONOTONIC) }
    }

    /// A run that began at `epoch_us` on this clock, as whoever started the tool says.
    pub fn since(epoch_us: u64) -> Result<Self, String> {
        let epoch_ns = epoch_us.checked_mul(1_000).filter(|epoch_ns| *epoch_ns <= read(libc::CLOCK_MONOTONIC));
        let epoch_ns =
            epoch_ns.ok_or("--epoch-us is in the future; it is the start of the run on CLOCK_MONOTONIC, in µs.")?;
        Ok(Self { epoch_ns })
    }

    /// Of time 0, on CLOCK_MONOTONIC.
    pub fn epoch_us(&self) -> f64 {
        self.epoch_ns as f64 / 1e3
    }

    pub fn now_ns(&self) -> u64 {
        read(libc::CLOCK_MONOTONIC) - self.epoch_ns
    }
}

/// One clock of the kernel, in nanoseconds.
pub fn read(clock: libc::clockid_t) -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes one timespec.
    unsafe { libc::clock_gettime(clock, &mut time) };
    time.tv_sec as u64 * NS_PER_SECOND + time.tv_nsec as u64
}

/// A timer for the event queue, set to absolute times, so that nothing drifts (LD4).
pub struct Timer {
    descriptor: OwnedFd,
    clock: Clock,
    armed_ns: u64,
}

impl Timer {
    pub fn new(clock: Clock) -> io::Result<Self> {
        // SAFETY: a fresh descriptor that nothing else owns.
        let descriptor = unsafe {
            let fd = libc::timerfd_create(libc::CLOCK_MONOTONIC, libc::TFD_NONBLOCK | libc::TFD_CLOEXEC);
            if fd < 0 {
                return Err(io::Error::last_os_error());
            }
            OwnedFd::from_raw_fd(fd)
        };
        Ok(Self { descriptor, clock, armed_ns: 0 })
    }

    pub fn descriptor(&self) -> RawFd {
        self.descriptor.as_raw_fd()
    }

    /// Becomes ready at `at_ns`. Setting it clears an expiry that nobody read; what is set already costs nothing.
    pub fn arm(&mut self, at_ns: u64) {
        if at_ns == self.armed_ns {
            return;
        }
        self.armed_ns = at_ns;
        let at = self.clock.epoch_ns + at_ns;
        let spec = libc::itimerspec {
            it_interval: libc::timespec { tv_sec: 0, tv_nsec: 0 },
            it_value: libc::timespec { tv_sec: (at / NS_PER_SECOND) as i64, tv_nsec: (at % NS_PER_SECOND) as i64 },
        };
        // SAFETY: a valid timer and a valid specification.
        unsafe {
            libc::timerfd_settime(self.descriptor(), libc::TFD_TIMER_ABSTIME, &spec, std::ptr::null_mut());
        }
    }
}
