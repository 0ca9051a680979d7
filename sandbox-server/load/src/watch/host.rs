//! Cores of the host and the pressure on them.

use super::lines::{HostFigures, us};
use super::proc_file::{ProcFile, Scratch, numbers};

/// Busy and stolen time of one core since boot, in ticks of the kernel's clock for people (USER_HZ).
#[derive(Clone, Copy, Default)]
struct CoreTicks {
    busy: u64,
    steal: u64,
}

pub struct Host {
    stat: ProcFile,
    /// Absent where the kernel was built or started without it.
    pressure: Option<ProcFile>,
    cores: Vec<usize>,
    seen: Vec<CoreTicks>,
    waited_us: u64,
    us_per_tick: f64,
}

impl Host {
    /// Watches `cores`, or all when none are named.
    /// # Errors
    /// One sentence, when this host does not have one of them.
    pub fn open(mut cores: Vec<usize>, scratch: &mut Scratch) -> Result<Self, String> {
        let stat = ProcFile::open("/proc/stat").map_err(|error| format!("/proc/stat cannot be read: {error}."))?;
        let pressure = ProcFile::open("/proc/pressure/cpu").ok();
        let found = core_ticks(&stat.read(scratch).unwrap_or_default());
        if cores.is_empty() {
            cores.extend(found.iter().map(|(core, _)| core));
        }
        if let Some(core) = cores.iter().find(|core| !found.iter().any(|(number, _)| number == *core)) {
            return Err(format!("--cores: this host has no core {core}."));
        }
        // SAFETY: reads one number.
        let ticks_per_second = unsafe { libc::sysconf(libc::_SC_CLK_TCK) } as f64;
        let seen = vec![CoreTicks::default(); cores.len()];
        let mut host = Self { stat, pressure, cores, seen, waited_us: 0, us_per_tick: 1e6 / ticks_per_second };
        host.lap(scratch);
        Ok(host)
    }

    pub fn has_pressure(&self) -> bool {
        self.pressure.is_some()
    }

    /// Since the last lap.
    pub fn lap(&mut self, scratch: &mut Scratch) -> HostFigures {
        let text = self.stat.read(scratch).unwrap_or_default();
        let found = core_ticks(&text);
        let mut figures = HostFigures::default();
        for (core, seen) in self.cores.iter().zip(&mut self.seen) {
            let now = found.iter().find(|(number, _)| number == core).map_or(*seen, |(_, ticks)| *ticks);
            let span = |now: u64, then: u64| now.saturating_sub(then) as f64 * self.us_per_tick;
            figures.busy_us.push(span(now.busy, seen.busy));
            figures.steal_us.push(span(now.steal, seen.steal));
            *seen = now;
        }
        figures.psi_cpu_us = self.pressure.as_ref().and_then(|file| {
            let total = waited_us(&file.read(scratch).ok()?)?;
            let then = std::mem::replace(&mut self.waited_us, total);
            Some(us((total - then) * 1_000))
        });
        figures
    }
}

/// Of each `cpuN` line: user, nice, system, idle, iowait, irq, softirq, steal. Guests are part of user.
fn core_ticks(stat: &str) -> Vec<(usize, CoreTicks)> {
    let core = |line: &str| {
        let (number, times) = line.strip_prefix("cpu")?.split_once(' ')?;
        let times: Vec<u64> = numbers(times).collect();
        let [user, nice, system, _, _, irq, softirq, steal, ..] = times[..] else { return None };
        Some((number.parse().ok()?, CoreTicks { busy: user + nice + system + irq + softirq, steal }))
    };
    stat.lines().take_while(|line| line.starts_with("cpu")).filter_map(core).collect()
}

/// Time in which some task waited for a core, since boot.
fn waited_us(pressure: &str) -> Option<u64> {
    let some = pressure.lines().find(|line| line.starts_with("some "))?;
    some.split_once("total=")?.1.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn me4_cores_are_read_by_their_number_and_waiting_for_a_disk_is_not_busy() {
        let stat = "cpu  9 9 9 9 9 9 9 9 0 0\ncpu0 1 2 4 100 200 8 16 32 1 1\ncpu3 1 0 0 0 0 0 0 0 0 0\nintr 5 cpu\n";
        let cores: Vec<(usize, u64, u64)> =
            core_ticks(stat).iter().map(|(core, ticks)| (*core, ticks.busy, ticks.steal)).collect();
        assert_eq!(cores, [(0, 31, 32), (3, 1, 0)]);
    }

    #[test]
    fn me4_pressure_is_the_total_of_some() {
        assert_eq!(waited_us("some avg10=0.00 avg60=0.00 avg300=0.19 total=1085\nfull avg10=0 total=7\n"), Some(1_085));
        assert_eq!(waited_us(""), None);
    }
}
