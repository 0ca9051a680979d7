//! When each request is due. Pure arithmetic (LD2): never "now plus interval".

/// A small seeded generator (SplitMix64), so that a plan can be repeated.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Uniform in (0, 1].
    pub fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        ((z >> 11) + 1) as f64 / (1u64 << 53) as f64
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arrivals {
    Constant,
    Poisson,
}

impl Arrivals {
    pub fn name(self) -> &'static str {
        match self {
            Arrivals::Constant => "constant",
            Arrivals::Poisson => "poisson",
        }
    }
}

/// How due times are met (LD4).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pacing {
    /// To the timer's nanosecond; what is due within 20 µs goes together.
    Fine,
    /// At the next full millisecond.
    Tick,
}

impl Pacing {
    const TOGETHER_NS: u64 = 20_000;
    const TICK_NS: u64 = 1_000_000;

    /// When to wake for a request that is due at `due_ns`; both from the start of the plan.
    pub fn wake_ns(self, due_ns: u64, elapsed_ns: u64) -> u64 {
        match self {
            Pacing::Fine => due_ns.max(elapsed_ns + Self::TOGETHER_NS),
            Pacing::Tick => due_ns.next_multiple_of(Self::TICK_NS),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Pacing::Fine => "fine",
            Pacing::Tick => "tick",
        }
    }
}

/// Due times of an open loop at a fixed rate, in nanoseconds from its start.
pub struct Schedule {
    rate: f64,
    arrivals: Arrivals,
    random: Random,
    next: u64,
    /// Sum of unit exponentials up to the next request; for constant arrivals its number.
    position: f64,
    end_ns: u64,
}

impl Schedule {
    /// `rate` a second for `seconds`; the first constant arrival is due at 0.
    pub fn new(rate: f64, seconds: f64, arrivals: Arrivals, seed: u64) -> Self {
        let mut schedule =
            Self { rate, arrivals, random: Random::new(seed), next: 0, position: 0.0, end_ns: (seconds * 1e9) as u64 };
        if arrivals == Arrivals::Poisson {
            schedule.position = schedule.exponential();
        }
        schedule
    }

    fn exponential(&mut self) -> f64 {
        -self.random.unit().ln()
    }

    /// Length of the plan.
    pub fn length_ns(&self) -> u64 {
        self.end_ns
    }

    /// When the next request is due, or `None` when the plan is over.
    pub fn next_due_ns(&self) -> Option<u64> {
        let due = (self.position / self.rate * 1e9).round() as u64;
        (due < self.end_ns).then_some(due)
    }

    /// Takes the next request when it is due by `elapsed_ns`; returns when it was planned.
    pub fn take_due(&mut self, elapsed_ns: u64) -> Option<u64> {
        let due = self.next_due_ns()?;
        if due > elapsed_ns {
            return None;
        }
        self.next += 1;
        self.position = match self.arrivals {
            Arrivals::Constant => self.next as f64,
            Arrivals::Poisson => self.position + self.exponential(),
        };
        Some(due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due_times(mut schedule: Schedule) -> Vec<u64> {
        std::iter::from_fn(|| schedule.take_due(u64::MAX)).collect()
    }

    #[test]
    fn ld2_constant_arrivals_are_due_at_i_over_rate() {
        for (rate, seconds, expected) in [
            (2.0, 2.0, vec![0, 500_000_000, 1_000_000_000, 1_500_000_000]),
            (3.0, 1.0, vec![0, 333_333_333, 666_666_667]),
            (0.5, 1.0, vec![0]),
        ] {
            assert_eq!(due_times(Schedule::new(rate, seconds, Arrivals::Constant, 1)), expected);
        }
    }

    #[test]
    fn ld2_nothing_is_due_early_and_everything_late_is_due_at_once() {
        let mut schedule = Schedule::new(1000.0, 1.0, Arrivals::Constant, 1);
        assert_eq!(schedule.take_due(0), Some(0));
        assert_eq!(schedule.take_due(999_999), None);
        // After a stall of 5 ms the five missed ones keep the times they were planned for.
        let late: Vec<u64> = std::iter::from_fn(|| schedule.take_due(5_500_000)).collect();
        assert_eq!(late, [1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000]);
    }

    #[test]
    fn ld4_fine_pacing_wakes_when_it_is_due_and_tick_pacing_at_the_next_full_millisecond() {
        for (due, elapsed, fine, tick) in [
            (500_000, 100_000, 500_000, 1_000_000),
            (500_000, 490_000, 510_000, 1_000_000),
            (1_000_000, 0, 1_000_000, 1_000_000),
            (1_000_001, 0, 1_000_001, 2_000_000),
        ] {
            assert_eq!((Pacing::Fine.wake_ns(due, elapsed), Pacing::Tick.wake_ns(due, elapsed)), (fine, tick));
        }
    }

    #[test]
    fn ld2_a_long_plan_does_not_drift() {
        let times = due_times(Schedule::new(7000.0, 30.0, Arrivals::Constant, 1));
        assert_eq!(times.len(), 210_000);
        assert_eq!(times[209_993], 29_999_000_000);
    }

    #[test]
    fn ab3_poisson_arrivals_are_the_same_for_the_same_seed_and_another_for_another() {
        let times = |seed| due_times(Schedule::new(100.0, 5.0, Arrivals::Poisson, seed));
        assert_eq!(times(7), times(7));
        assert_ne!(times(7), times(8));
    }

    #[test]
    fn ab3_poisson_gaps_are_exponential() {
        let times = due_times(Schedule::new(1000.0, 50.0, Arrivals::Poisson, 3));
        let mut gaps: Vec<f64> = times.windows(2).map(|pair| (pair[1] - pair[0]) as f64 / 1e9).collect();
        gaps.sort_by(f64::total_cmp);
        // Kolmogorov-Smirnov against 1 - exp(-rate x); not rejected at 1 % below 1.63 / sqrt(n).
        let n = gaps.len() as f64;
        let distance = gaps
            .iter()
            .enumerate()
            .map(|(i, gap)| (1.0 - (-1000.0 * gap).exp() - (i as f64 + 0.5) / n).abs())
            .fold(0.0, f64::max);
        assert!(distance < 1.63 / n.sqrt(), "distance {distance} of {n} gaps");
    }

    #[test]
    fn ab3_poisson_counts_in_a_tenth_of_a_second_vary_as_much_as_their_mean() {
        let mut counts = vec![0u32; 500];
        for due in due_times(Schedule::new(1000.0, 50.0, Arrivals::Poisson, 11)) {
            counts[(due / 100_000_000) as usize] += 1;
        }
        let mean = counts.iter().sum::<u32>() as f64 / counts.len() as f64;
        let variance = counts.iter().map(|c| (*c as f64 - mean).powi(2)).sum::<f64>() / (counts.len() - 1) as f64;
        // Four standard errors of the dispersion of 500 counts.
        assert!((variance / mean - 1.0).abs() < 4.0 * (2.0f64 / 499.0).sqrt(), "dispersion {}", variance / mean);
    }
}
