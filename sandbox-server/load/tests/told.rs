//! What the one who started the tool says while it runs, and the clock that both share.

mod support;

use std::io::Write;
use std::process::Child;
use support::{Lines, answers, load, serve, start};

fn say(child: &mut Child, line: &str) {
    writeln!(child.stdin.as_ref().unwrap(), "{line}").unwrap();
}

/// CLOCK_MONOTONIC.
fn now_us() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: writes one timespec.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut time) };
    time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
}

#[test]
fn st2_the_warm_up_lasts_until_it_is_told_to_measure() {
    for load in ["--requests 100", "--rate 200 --seconds 0.5"] {
        let mut child = start(serve(answers), &format!("{load} --warmup-seconds 600 --warmup-until-told"));
        say(&mut child, "measure");
        let lines = Lines::of(child);
        assert_eq!(lines.done().0["warmupTold"], true);
        assert_eq!(lines.phases(), ["warmup", "measure"]);
        assert_eq!((lines.done().total("planned"), lines.done().total("ok")), (100, 100));
    }
}

#[test]
fn st2_a_warm_up_that_nobody_ends_ends_at_its_bound_and_says_so() {
    let lines = load(serve(answers), "--requests 100 --warmup-seconds 0.2 --warmup-until-told");
    assert_eq!(lines.done().0["warmupTold"], false);
    assert_eq!(lines.done().total("ok"), 100);
}

#[test]
fn st2_without_being_asked_to_wait_nothing_is_said_about_it() {
    assert!(load(serve(answers), "--requests 100 --warmup-seconds 0.1").done().0["warmupTold"].is_null());
}

#[test]
fn ld15_the_end_of_standard_input_ends_a_warm_up_that_waits_too() {
    let mut child = start(serve(answers), "--requests 100 --warmup-seconds 600 --warmup-until-told");
    drop(child.stdin.take());
    assert!(Lines::of(child).done().has_flag("interrupted"));
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
