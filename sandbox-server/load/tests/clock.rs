//! The clock that the tool and the one who started it share.

mod support;

use support::{answers, load, serve};

/// CLOCK_MONOTONIC.
fn now_us() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes one timespec.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut time) };
    time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
}

#[test]
fn times_are_those_since_the_given_epoch() {
    let before = now_us();
    let lines = load(serve(answers), "--requests 10 --epoch-us 0");
    let after = now_us();
    assert_eq!(lines.hello()["epochUs"], 0.0);
    for line in &lines.0[1..] {
        assert!((before..=after).contains(&line["atUs"].as_f64().unwrap()));
    }
    let own = load(serve(answers), "--requests 10");
    let started = own.hello()["epochUs"].as_f64().unwrap();
    assert!((after..=now_us()).contains(&started));
}
