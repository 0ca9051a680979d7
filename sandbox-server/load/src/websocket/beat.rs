//! When evenly spaced things are due. Pure arithmetic (LD2): number `i` at its start + i / rate, also when asked later,
//! so that nobody has to remember when a message was planned.

pub struct Beat {
    from_ns: u64,
    rate: f64,
    count: u64,
    next: u64,
}

impl Beat {
    /// `count` things at `rate` a second; number 0 is due at `from_ns`.
    pub fn counted(from_ns: u64, rate: f64, count: u64) -> Self {
        Self { from_ns, rate, count, next: 0 }
    }

    /// All that are due in less than `seconds`.
    pub fn lasting(from_ns: u64, rate: f64, seconds: f64) -> Self {
        /// 0.1 · 30 is a hair above 3 in binary.
        const HAIR: f64 = 1e-6;
        Self::counted(from_ns, rate, (rate * seconds - HAIR).ceil() as u64)
    }

    pub fn due_ns(&self, number: u64) -> u64 {
        self.from_ns + (number as f64 / self.rate * 1e9).round() as u64
    }

    pub fn is_over(&self) -> bool {
        self.next == self.count
    }

    pub fn next_due_ns(&self) -> Option<u64> {
        (!self.is_over()).then(|| self.due_ns(self.next))
    }

    /// Takes the next number if it is due, with the time it was due at.
    pub fn take_due(&mut self, now: u64) -> Option<(u64, u64)> {
        let due_ns = self.next_due_ns().filter(|due| *due <= now)?;
        self.next += 1;
        Some((self.next - 1, due_ns))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut beat: Beat) -> Vec<(u64, u64)> {
        std::iter::from_fn(|| beat.take_due(u64::MAX)).collect()
    }

    #[test]
    fn ld2_number_i_is_due_at_its_start_plus_i_over_rate() {
        assert_eq!(all(Beat::counted(70, 2e9, 0)), []);
        assert_eq!(all(Beat::counted(5, 2.0, 3)), [(0, 5), (1, 500_000_005), (2, 1_000_000_005)]);
        assert_eq!(all(Beat::lasting(0, 3.0, 1.0)), [(0, 0), (1, 333_333_333), (2, 666_666_667)]);
    }

    #[test]
    fn ld2_as_many_are_planned_as_are_due_before_the_end() {
        for (rate, seconds, count) in
            [(10.0, 1.0, 10), (10.0, 1.01, 11), (0.1, 30.0, 3), (0.1, 5.0, 1), (7e3, 30.0, 210_000)]
        {
            assert_eq!(all(Beat::lasting(0, rate, seconds)).len(), count, "{rate} a second for {seconds} s");
        }
    }

    #[test]
    fn ld2_nothing_is_due_early_and_what_is_late_keeps_its_time() {
        let mut beat = Beat::counted(0, 1000.0, 4);
        assert_eq!(beat.take_due(0), Some((0, 0)));
        assert_eq!((beat.take_due(999_999), beat.next_due_ns()), (None, Some(1_000_000)));
        assert_eq!(beat.take_due(9_000_000), Some((1, 1_000_000)));
        assert_eq!(beat.take_due(9_000_000), Some((2, 2_000_000)));
        assert_eq!((beat.take_due(9_000_000), beat.is_over()), (Some((3, 3_000_000)), true));
        assert_eq!((beat.take_due(u64::MAX), beat.due_ns(2)), (None, 2_000_000));
    }
}
