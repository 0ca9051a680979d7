//! What an echo carries: which connection and which number in hexadecimal, then text that differs from one message to
//! the next, so that a late, doubled, mixed up or damaged echo is not taken for a good one (LD9). Nothing is remembered:
//! what was sent is computed again.

use crate::plan::Random;

/// Eight digits for the connection, eight for the number.
pub const LEAST_BYTES: usize = 16;
/// Fillings begin at as many different places: 2 to the power of this.
const SHIFT_BITS: u32 = 12;

pub struct Payloads {
    bytes: usize,
    filling: String,
}

impl Payloads {
    /// `bytes` each, at least [`LEAST_BYTES`].
    pub fn new(bytes: usize, seed: u64) -> Self {
        const LETTERS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
        let mut random = Random::new(seed);
        let mut letter = || char::from(LETTERS[(random.unit() * 63.999) as usize]);
        Self { bytes, filling: (0..bytes + (1 << SHIFT_BITS)).map(|_| letter()).collect() }
    }

    pub fn write(&self, connection: u32, number: u32) -> String {
        use std::fmt::Write;
        let mut text = String::with_capacity(self.bytes);
        write!(text, "{connection:08x}{number:08x}").expect("writing to memory");
        /// 2³² over the golden ratio: neighbours get places far apart (Knuth's multiplicative hashing).
        const SPREAD: u32 = 0x9e37_79b1;
        let mixed = connection.wrapping_mul(31).wrapping_add(number).wrapping_mul(SPREAD);
        let shift = (mixed >> (u32::BITS - SHIFT_BITS)) as usize;
        text.push_str(&self.filling[shift..shift + self.bytes - LEAST_BYTES]);
        text
    }

    /// The number of the message that came back to `connection`, if it is as it was sent.
    pub fn read(&self, connection: u32, message: &[u8]) -> Option<u32> {
        let digits = std::str::from_utf8(message.get(LEAST_BYTES / 2..LEAST_BYTES)?).ok()?;
        let number = u32::from_str_radix(digits, 16).ok()?;
        (self.write(connection, number).as_bytes() == message).then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ld9_what_comes_back_as_it_was_sent_tells_its_number() {
        for bytes in [LEAST_BYTES, 17, 1000] {
            let payloads = Payloads::new(bytes, 1);
            for (connection, number) in [(0, 0), (7, 4_100), (u32::MAX, u32::MAX)] {
                let text = payloads.write(connection, number);
                assert_eq!((text.len(), payloads.read(connection, text.as_bytes())), (bytes, Some(number)));
            }
        }
    }

    #[test]
    fn ld9_what_was_changed_or_belongs_to_another_connection_has_no_number() {
        let payloads = Payloads::new(40, 1);
        let good = payloads.write(3, 9).into_bytes();
        for place in 0..good.len() {
            let mut bad = good.clone();
            bad[place] ^= 1;
            assert_eq!(payloads.read(3, &bad), None, "byte {place}");
        }
        assert_eq!(payloads.read(4, &good), None);
        assert_eq!(payloads.read(3, &good[..39]), None);
        assert_eq!(payloads.read(3, b""), None);
        assert_eq!(payloads.read(3, &[good, vec![b'x']].concat()), None);
    }

    #[test]
    fn the_same_seed_gives_the_same_payloads_and_another_gives_others() {
        let text = |seed| Payloads::new(40, seed).write(1, 1);
        assert_eq!(text(5), text(5));
        assert_ne!(text(5), text(6));
    }
}
