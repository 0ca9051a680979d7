//! How long each answer takes: a pure function of the seed and the number of the request, so that two runs see the same
//! delays in the same order (FR13).

use std::f64::consts::TAU;
use std::time::Duration;

use work::settings::whole_setting;

/// No delay is longer, however wide the spread: what the contract allows for `ms`.
const LONGEST_MS: f64 = 60_000.0;

// #region delays
#[derive(Clone, Copy)]
pub enum Kind {
    Fixed,
    Exponential,
    /// The standard deviation of the delay's natural logarithm.
    LogNormal(f64),
}

#[derive(Clone, Copy)]
pub struct Delays {
    pub kind: Kind,
    pub mean_ms: f64, // [1]
    pub seed: u64,
}

impl Delays {
    pub fn from_env() -> Self {
        let sigma = whole_setting("SIGMA_PERCENT", 50, 0..=300) as f64 / 100.0;
        let kind = match whole_setting("DELAY", 0, 0..=2) {
            0 => Kind::Fixed,
            1 => Kind::Exponential,
            _ => Kind::LogNormal(sigma),
        };
        let mean_ms = whole_setting("DELAY_MS", 50, 0..=60_000) as f64;
        Self { kind, mean_ms, seed: whole_setting("SEED", 1, 0..=1_000_000_000) as u64 }
    }

    /// The delay of request `number`.
    pub fn of(&self, number: u64) -> Duration {
        let ms = match self.kind {
            Kind::Fixed => self.mean_ms,
            Kind::Exponential => -self.mean_ms * self.uniform(2 * number).ln(),
            Kind::LogNormal(sigma) => self.mean_ms * (sigma * self.normal(number) - sigma * sigma / 2.0).exp(),
        };
        Duration::from_secs_f64(ms.min(LONGEST_MS) / 1000.0)
    }

    /// Standard normal, by Box and Muller.
    fn normal(&self, number: u64) -> f64 {
        let (radius, angle) = (self.uniform(2 * number), self.uniform(2 * number + 1));
        (-2.0 * radius.ln()).sqrt() * (TAU * angle).cos()
    }

    /// Between 0 and 1, neither of them: output `index` of SplitMix64 (Steele, Lea, Flood 2014).
    fn uniform(&self, index: u64) -> f64 {
        let mut z = self.seed.wrapping_add(index.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        ((z >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }
}
// #endregion delays

// [1] The same mean for all three kinds: they load the slots alike, and differ by their tails alone.

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWN: u64 = 100_000;
    const MEAN_MS: f64 = 50.0;
    /// Probability and standard normal quantile.
    const QUANTILES: [(f64, f64); 3] = [(0.5, 0.0), (0.9, 1.281_551_6), (0.99, 2.326_347_9)];

    fn delays(kind: Kind) -> Delays {
        Delays { kind, mean_ms: MEAN_MS, seed: 1 }
    }

    /// As many delays lie below the quantile as its probability says, within four standard deviations of that count.
    fn assert_share_below(delays: Delays, quantile_ms: f64, share: f64) {
        let below = (0..DRAWN).filter(|&number| delays.of(number).as_secs_f64() * 1000.0 < quantile_ms).count() as f64;
        let expected = share * DRAWN as f64;
        let tolerated = 4.0 * (expected * (1.0 - share)).sqrt();
        assert!((below - expected).abs() <= tolerated, "{below} below {quantile_ms} ms, {expected} expected");
    }

    #[test]
    fn a_fixed_delay_is_the_mean_for_every_request() {
        assert!((0..100).all(|number| delays(Kind::Fixed).of(number) == Duration::from_millis(50)));
    }

    #[test]
    fn exponential_delays_have_the_quantiles_of_the_formula() {
        for (share, _) in QUANTILES {
            assert_share_below(delays(Kind::Exponential), -MEAN_MS * (1.0 - share).ln(), share);
        }
    }

    #[test]
    fn log_normal_delays_have_the_quantiles_of_the_formula() {
        for sigma in [0.5, 1.0] {
            for (share, z) in QUANTILES {
                let quantile_ms = MEAN_MS * (sigma * z - sigma * sigma / 2.0).exp();
                assert_share_below(delays(Kind::LogNormal(sigma)), quantile_ms, share);
            }
        }
    }

    #[test]
    fn fr13_a_seed_gives_the_same_delays_again_and_another_seed_gives_others() {
        let of_seed =
            |seed| (0..100).map(|number| Delays { seed, ..delays(Kind::Exponential) }.of(number)).collect::<Vec<_>>();
        assert_eq!(of_seed(7), of_seed(7));
        assert!(of_seed(7).iter().zip(of_seed(8)).all(|(one, other)| *one != other));
    }

    #[test]
    fn no_delay_is_longer_than_a_minute() {
        let wide = Delays { mean_ms: 60_000.0, ..delays(Kind::LogNormal(3.0)) };
        let longest = (0..DRAWN).map(|number| wide.of(number)).max();
        assert_eq!(longest, Some(Duration::from_secs(60)));
    }
}
