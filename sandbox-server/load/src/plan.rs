//! When each request is due. Pure arithmetic (LD2): never "now plus interval".

use crate::share::Share;
use serde::Serialize;
use std::str::FromStr;

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
    pub const TICK_NS: u64 = 1_000_000;

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

/// A stretch of a plan: the rate, in requests a second, changes evenly from one value to the other.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Segment {
    pub from: f64,
    pub to: f64,
    pub seconds: f64,
}

impl Segment {
    pub fn steady(rate: f64, seconds: f64) -> Self {
        Self { from: rate, to: rate, seconds }
    }

    /// Λ of the whole segment: how many requests it plans, on average.
    pub fn planned(&self) -> f64 {
        (self.from + self.to) / 2.0 * self.seconds
    }

    /// Λ⁻¹: seconds until `planned` requests are due. Λ(t) = from·t + (to − from)·t²/2·seconds, solved for t in the form
    /// that loses no digits and holds for an even rate too.
    fn seconds_until(&self, planned: f64) -> f64 {
        if planned <= 0.0 {
            return 0.0;
        }
        let growth = (self.to - self.from) / self.seconds;
        let rate_then = (self.from * self.from + 2.0 * growth * planned).max(0.0).sqrt();
        2.0 * planned / (self.from + rate_then)
    }
}

impl FromStr for Segment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers: Vec<f64> = text.split(':').map_while(|number| number.parse().ok()).collect();
        match (&numbers[..], text.matches(':').count()) {
            (&[from, to, seconds], 2) => Ok(Self { from, to, seconds }),
            _ => Err("write FROM:TO:SECONDS, for example 100:2000:10".into()),
        }
    }
}

/// Due times of an open loop, in nanoseconds from its start: Λ⁻¹ of 0, 1, 2 … or of sums of unit exponentials.
pub struct Schedule {
    segments: Vec<Segment>,
    arrivals: Arrivals,
    random: Random,
    /// Requests of the plan before the next one, and Λ of that: its number, or the sum of exponentials up to it.
    taken: u64,
    position: f64,
    share: Share,
    /// The segment of the next request, when that begins, and Λ there.
    current: usize,
    current_from_s: f64,
    current_position: f64,
    next_due_ns: Option<u64>,
    end_ns: u64,
}

impl Schedule {
    /// The first of constant arrivals is due at 0.
    pub fn new(segments: Vec<Segment>, arrivals: Arrivals, seed: u64) -> Self {
        let seconds: f64 = segments.iter().map(|segment| segment.seconds).sum();
        let mut schedule = Self {
            segments,
            arrivals,
            random: Random::new(seed),
            taken: 0,
            position: 0.0,
            share: Share::WHOLE,
            current: 0,
            current_from_s: 0.0,
            current_position: 0.0,
            next_due_ns: None,
            end_ns: (seconds * 1e9) as u64,
        };
        if arrivals == Arrivals::Poisson {
            schedule.position = schedule.exponential();
        }
        schedule.next_due_ns = schedule.due_ns();
        schedule
    }

    /// A share of a plan of which nothing was taken; all of its shares together are the plan.
    pub fn share(mut self, share: Share) -> Self {
        self.advance(share.number);
        self.share = share;
        self
    }

    fn exponential(&mut self) -> f64 {
        -self.random.unit().ln()
    }

    /// Passes over so many requests.
    fn advance(&mut self, requests: usize) {
        for _ in 0..requests {
            self.taken += 1;
            self.position = match self.arrivals {
                Arrivals::Constant => self.taken as f64,
                Arrivals::Poisson => self.position + self.exponential(),
            };
        }
        self.next_due_ns = self.due_ns();
    }

    /// Length of the plan.
    pub fn length_ns(&self) -> u64 {
        self.end_ns
    }

    /// When the next request is due, or `None` when the plan is over.
    pub fn next_due_ns(&self) -> Option<u64> {
        self.next_due_ns
    }

    /// Takes the next request when it is due by `elapsed_ns`; returns when it was planned.
    pub fn take_due(&mut self, elapsed_ns: u64) -> Option<u64> {
        let due = self.next_due_ns.filter(|due| *due <= elapsed_ns)?;
        self.advance(self.share.of);
        Some(due)
    }

    /// Λ⁻¹ of the position. A segment without requests is passed over.
    fn due_ns(&mut self) -> Option<u64> {
        loop {
            let segment = self.segments.get(self.current)?;
            let inside = self.position - self.current_position;
            if inside < segment.planned() {
                let due_s = self.current_from_s + segment.seconds_until(inside);
                // The last can be rounded to the very end, where the plan is over.
                return Some((due_s * 1e9).round() as u64).filter(|due| *due < self.end_ns);
            }
            self.current_position += segment.planned();
            self.current_from_s += segment.seconds;
            self.current += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steady(rate: f64, seconds: f64, arrivals: Arrivals, seed: u64) -> Schedule {
        Schedule::new(vec![Segment::steady(rate, seconds)], arrivals, seed)
    }

    fn segments(text: &str) -> Vec<Segment> {
        text.split(',').map(|segment| segment.parse().unwrap()).collect()
    }

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
            assert_eq!(due_times(steady(rate, seconds, Arrivals::Constant, 1)), expected);
        }
    }

    #[test]
    fn ld2_ramps_steps_and_spikes_are_due_when_the_integral_of_the_rate_says_so() {
        let ns = |seconds: &[f64]| seconds.iter().map(|s| (s * 1e9).round() as u64).collect::<Vec<_>>();
        for (name, plan, expected) in [
            // Λ(t) = t²/2, so number i is due at √2i.
            ("ramp up from 0", "0:2:2", ns(&[0.0, 2.0f64.sqrt()])),
            // Λ(t) = t + t²/2.
            ("ramp up", "1:3:2", ns(&[0.0, 3.0f64.sqrt() - 1.0, 5.0f64.sqrt() - 1.0, 7.0f64.sqrt() - 1.0])),
            // Λ(t) = 10t − 5t², so number i is due at 1 − √(1 − i/5).
            ("ramp down to 0", "10:0:1", ns(&[0.0, 0.2, 0.4, 0.6, 0.8].map(|share: f64| 1.0 - (1.0 - share).sqrt()))),
            ("step", "1:1:2,4:4:1", ns(&[0.0, 1.0, 2.0, 2.25, 2.5, 2.75])),
            ("spike", "1:1:1,4:4:0.5,1:1:1", ns(&[0.0, 1.0, 1.25, 1.5])),
            // Half a request is left over at the step, so the next is due half a gap later.
            ("step between two requests", "1:1:1.5,2:2:1", ns(&[0.0, 1.0, 1.75, 2.25])),
            ("pause", "2:2:1,0:0:3,2:2:1", ns(&[0.0, 0.5, 4.0, 4.5])),
            ("pause first", "0:0:1,1:1:2", ns(&[1.0, 2.0])),
        ] {
            assert_eq!(due_times(Schedule::new(segments(plan), Arrivals::Constant, 1)), expected, "{name}");
        }
    }

    #[test]
    fn ld2_a_ramp_plans_as_many_as_lie_under_it() {
        let times = due_times(Schedule::new(segments("0:2000:10"), Arrivals::Constant, 1));
        assert_eq!(times.len(), 10_000);
        assert!(times.is_sorted());
        // A quarter of the requests lies in the first half.
        assert_eq!(times[2_500], 5_000_000_000);
    }

    #[test]
    fn ab3_ld2_poisson_arrivals_on_a_ramp_are_those_of_an_even_rate_seen_through_its_inverse() {
        let ramp = due_times(Schedule::new(segments("0:2000:10"), Arrivals::Poisson, 5));
        let even = due_times(steady(1000.0, 10.0, Arrivals::Poisson, 5));
        assert_eq!(ramp.len(), even.len());
        for (ramped, steady) in ramp.iter().zip(&even) {
            // Λ(t) is 100 t² on the ramp and 1000 t on the even rate.
            let (on_ramp, on_even) = ((*ramped as f64 / 1e9).powi(2) * 100.0, *steady as f64 / 1e6);
            assert!((on_ramp - on_even).abs() < 1e-3, "{on_ramp} {on_even}");
        }
    }

    #[test]
    fn ld1_a_segment_is_three_numbers() {
        assert_eq!("1:2.5:3".parse(), Ok(Segment { from: 1.0, to: 2.5, seconds: 3.0 }));
        for text in ["", "1", "1:2", "1:2:3:4", "1:b:3", "1:2:3:"] {
            assert!(text.parse::<Segment>().unwrap_err().contains("FROM:TO:SECONDS"), "{text}");
        }
    }

    #[test]
    fn ld2_nothing_is_due_early_and_everything_late_is_due_at_once() {
        let mut schedule = steady(1000.0, 1.0, Arrivals::Constant, 1);
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
        let times = due_times(steady(7000.0, 30.0, Arrivals::Constant, 1));
        assert_eq!(times.len(), 210_000);
        assert_eq!(times[209_993], 29_999_000_000);
    }

    #[test]
    fn ab3_poisson_arrivals_are_the_same_for_the_same_seed_and_another_for_another() {
        let times = |seed| due_times(steady(100.0, 5.0, Arrivals::Poisson, seed));
        assert_eq!(times(7), times(7));
        assert_ne!(times(7), times(8));
    }

    #[test]
    fn cp5_the_shares_of_a_plan_are_the_plan() {
        for (text, arrivals) in [("0:300:2,50:50:1", Arrivals::Constant), ("100:300:3", Arrivals::Poisson)] {
            let plan = || Schedule::new(segments(text), arrivals, 9);
            let whole = due_times(plan());
            for threads in [2, 3] {
                let shares: Vec<_> = Share::all(threads).map(|share| due_times(plan().share(share))).collect();
                assert_eq!(whole.len(), shares.iter().map(Vec::len).sum::<usize>());
                for (number, due) in whole.iter().enumerate() {
                    assert_eq!(*due, shares[number % threads][number / threads]);
                }
            }
        }
    }

    #[test]
    fn ab3_poisson_gaps_are_exponential() {
        let times = due_times(steady(1000.0, 50.0, Arrivals::Poisson, 3));
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
        for due in due_times(steady(1000.0, 50.0, Arrivals::Poisson, 11)) {
            counts[(due / 100_000_000) as usize] += 1;
        }
        let mean = counts.iter().sum::<u32>() as f64 / counts.len() as f64;
        let variance = counts.iter().map(|c| (*c as f64 - mean).powi(2)).sum::<f64>() / (counts.len() - 1) as f64;
        // Four standard errors of the dispersion of 500 counts.
        assert!((variance / mean - 1.0).abs() < 4.0 * (2.0f64 / 499.0).sqrt(), "dispersion {}", variance / mean);
    }
}
