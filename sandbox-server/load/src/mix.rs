//! Which class the next request has, drawn from the seed (LD6). Requests are drawn in the order of the plan, so that
//! the same seed gives the same sequence to every server.

use crate::class::{Class, percents};
use crate::plan::Random;
use crate::share::Share;

/// Told apart from the arrivals, so that adding a class does not move them.
const MIX_SEED: u64 = 0x4d69_7821;
/// In every block of so many requests `stratified` has the exact shares.
const BLOCK: usize = 100;

pub struct Mix {
    order: Order,
    random: Random,
    share: Share,
}

enum Order {
    Single,
    /// Sums of the shares up to each class; the last is 1.
    Random(Vec<f64>),
    Stratified {
        block: Vec<usize>,
        taken: usize,
    },
}

impl Mix {
    pub fn new(classes: &[Class], stratified: bool, seed: u64) -> Self {
        let order = match percents(classes) {
            _ if classes.len() < 2 => Order::Single,
            Some(percents) if stratified => {
                let shares = percents.iter().enumerate();
                let block = shares.flat_map(|(class, percent)| std::iter::repeat_n(class, *percent)).collect();
                Order::Stratified { block, taken: BLOCK }
            }
            _ => Order::Random(sums_of_shares(classes)),
        };
        Self { order, random: Random::new(seed ^ MIX_SEED), share: Share::WHOLE }
    }

    /// A share of a sequence of which nothing was drawn.
    pub fn share(mut self, share: Share) -> Self {
        for _ in 0..share.number {
            self.next();
        }
        Self { share, ..self }
    }

    /// Number of the next request's class.
    pub fn draw(&mut self) -> usize {
        let class = self.next();
        for _ in 1..self.share.of {
            self.next();
        }
        class
    }

    fn next(&mut self) -> usize {
        match &mut self.order {
            Order::Single => 0,
            Order::Random(sums) => {
                let at = self.random.unit();
                // The last sum can be a hair below 1.
                sums.iter().position(|sum| at <= *sum).unwrap_or(sums.len() - 1)
            }
            Order::Stratified { block, taken } => {
                if *taken == BLOCK {
                    shuffle(block, &mut self.random);
                    *taken = 0;
                }
                *taken += 1;
                block[*taken - 1]
            }
        }
    }
}

fn sums_of_shares(classes: &[Class]) -> Vec<f64> {
    let whole: f64 = classes.iter().map(|class| class.weight).sum();
    let mut sum = 0.0;
    let shares = classes.iter().map(|class| class.weight / whole);
    shares
        .map(|share| {
            sum += share;
            sum
        })
        .collect()
}

/// Fisher and Yates: every order is equally likely.
fn shuffle(block: &mut [usize], random: &mut Random) {
    for last in (1..block.len()).rev() {
        // `unit` is above 0 and at most 1.
        let at = (random.unit() * (last + 1) as f64).ceil() as usize - 1;
        block.swap(at, last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draws(classes: &str, stratified: bool, seed: u64, n: usize) -> Vec<usize> {
        let classes: Vec<Class> = classes.split_whitespace().map(|class| class.parse().unwrap()).collect();
        let mut mix = Mix::new(&classes, stratified, seed);
        (0..n).map(|_| mix.draw()).collect()
    }

    fn of_class(draws: &[usize], class: usize) -> usize {
        draws.iter().filter(|drawn| **drawn == class).count()
    }

    #[test]
    fn ld6_stratified_has_the_exact_shares_in_every_block_of_100() {
        let all = draws("io=97:/ cpu=1:/ rest=2:/", true, 4, 1_000);
        let blocks: Vec<&[usize]> = all.chunks(100).collect();
        for block in &blocks {
            assert_eq!([0, 1, 2].map(|class| of_class(block, class)), [97, 1, 2]);
        }
        assert!(blocks.windows(2).any(|pair| pair[0] != pair[1]), "each block has its own order");
    }

    #[test]
    fn ld6_random_shares_are_those_of_the_weights() {
        let all = draws("io=3:/ cpu=1:/", false, 9, 40_000);
        // Four standard deviations of a binomial with n = 40,000 and p = 1/4.
        let off = (of_class(&all, 1) as f64 - 10_000.0).abs();
        assert!(off < 4.0 * (40_000.0f64 * 0.25 * 0.75).sqrt(), "off by {off}");
    }

    #[test]
    fn cp5_ld6_the_shares_of_a_sequence_are_the_sequence() {
        let classes: Vec<Class> = ["io=90:/", "cpu=10:/"].map(|class| class.parse().unwrap()).into();
        for stratified in [false, true] {
            let whole: Vec<usize> = draws("io=90:/ cpu=10:/", stratified, 3, 600);
            for share in Share::all(3) {
                let mut mix = Mix::new(&classes, stratified, 3).share(share);
                (0..200).for_each(|index| assert_eq!(mix.draw(), whole[share.number_of(index)]));
            }
        }
    }

    #[test]
    fn ld6_the_same_seed_gives_the_same_sequence_and_another_another() {
        for stratified in [false, true] {
            let of_seed = |seed| draws("io=90:/ cpu=10:/", stratified, seed, 500);
            assert_eq!(of_seed(1), of_seed(1));
            assert_ne!(of_seed(1), of_seed(2));
        }
    }
}
