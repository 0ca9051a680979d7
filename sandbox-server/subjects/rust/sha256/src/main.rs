//! SHA-256 of BYTES bytes.

use sha2::{Digest, Sha256};
use std::hint::black_box;
use std::time::Instant;

/// Bytes in a round: a round must be longer than the clock is coarse.
const ROUND_BYTES: usize = 16 << 20;

fn main() {
    let bytes: usize = report::setting("BYTES");
    let data = vec![b'a'; bytes];
    let times = (ROUND_BYTES / bytes).clamp(1, 50_000);
    report::repeat(|| {
        let from = Instant::now();
        for _ in 0..times {
            // [1] Rust code that asks the processor for its own instructions for SHA-256 and uses them where they are.
            black_box(Sha256::digest(black_box(&data)));
        }
        vec![("timeEach", from.elapsed().as_secs_f64() * 1e9 / times as f64)]
    });
    report::stay();
}
