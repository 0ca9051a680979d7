//! Time of one call that need not wait: a plain function, an async one, and an async one in a box.

use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::time::Instant;

/// Long enough for the clock.
const CALLS: u64 = 5_000_000;

// #region calls
/// [1]
fn plain(x: u64) -> u64 {
    black_box(x).wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1)
}

async fn in_async(x: u64) -> u64 {
    plain(x)
}

fn in_a_box(x: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    Box::pin(in_async(x)) // [2]
}

fn finished<F: Future>(future: F) -> F::Output {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(value) => value, // [3]
        Poll::Pending => unreachable!("nothing here waits"),
    }
}
// #endregion calls

// [1] The multiplication and addition of a random number generator. The compiler must not know x beforehand.
// [2] A place on the heap for each call, and a poll through a table of functions. The caller does not know the type.
// [3] Nothing here waits, so the first poll is the last one.

fn main() {
    let call: fn() -> u64 = match report::setting::<String>("KIND").as_str() {
        "plain" => || all(plain),
        "async" => || all(|x| finished(in_async(x))),
        "boxed" => || all(|x| finished(black_box(in_a_box(x)))),
        other => panic!("KIND is \"{other}\"; it is plain, async or boxed."),
    };
    let expected = all(plain);
    report::repeat(|| {
        let from = Instant::now();
        assert_eq!(call(), expected, "each of them computes the same");
        vec![("timeEach", from.elapsed().as_secs_f64() * 1e9 / CALLS as f64)]
    });
    report::stay();
}

/// Each call needs the value of the one before.
fn all(call: impl Fn(u64) -> u64) -> u64 {
    (0..CALLS).fold(1, |x, _| call(x))
}
