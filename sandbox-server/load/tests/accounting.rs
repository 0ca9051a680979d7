//! Counts are exact. Times are not asserted here: `npm run bench` does that, beside its references.

mod support;

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;
use support::{answers, histogram, load, serve, start};

fn answers_after_20_ms(stream: &mut TcpStream, n: usize) -> bool {
    thread::sleep(Duration::from_millis(20));
    answers(stream, n)
}

fn answers_after_400_ms(stream: &mut TcpStream, n: usize) -> bool {
    thread::sleep(Duration::from_millis(400));
    answers(stream, n)
}

#[test]
fn ab3_an_open_loop_plans_and_answers_exactly_rate_times_seconds() {
    for (rate, pacing) in [(1000, "fine"), (5000, "fine"), (1000, "tick"), (5000, "tick")] {
        let lines = load(
            serve(answers),
            &format!("--rate {rate} --seconds 1 --connections 16 --pacing {pacing} --drain-ms 60000"),
        );
        let done = lines.done();
        for key in ["planned", "sent", "ok"] {
            assert_eq!(done.total(key), rate, "{key} at {rate}/s, {pacing}");
        }
        assert_eq!(lines.0[0]["pacing"], pacing);
    }
}

#[test]
fn ab3_poisson_arrivals_with_the_same_seed_are_as_many_again() {
    let port = serve(answers);
    let planned =
        |seed| load(port, &format!("--rate 500 --seconds 1 --arrivals poisson --seed {seed}")).done().total("planned");
    assert_eq!(planned(5), planned(5));
}

#[test]
fn a_closed_loop_by_count_sends_exactly_that_many_and_warm_up_does_not_count() {
    let lines = load(serve(answers), "--requests 1001 --warmup-requests 33 --connections 7");
    let done = lines.done();
    assert_eq!((done.total("sent"), done.total("ok")), (1001, 1001));
    let warm = lines.ticks().filter(|tick| tick["phase"] == "warmup").map(|tick| tick["ok"].as_u64().unwrap());
    assert_eq!(warm.sum::<u64>(), 33);
    assert_eq!(lines.phases(), ["warmup", "measure"]);
}

#[test]
fn a_closed_loop_by_time_goes_on_with_the_requests_of_its_warm_up() {
    // Half way between two answers the warm-up is over.
    let lines = load(serve(answers_after_20_ms), "--seconds 0.5 --warmup-seconds 0.31 --connections 8");
    let done = lines.done();
    assert!((1..=8).contains(&done.total("carried")));
    let of = |phase: &'static str, key: &'static str| {
        lines.ticks().filter(|tick| tick["phase"] == phase).map(|tick| tick[key].as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!(done.count("inTime"), of("measure", "ok") + of("measure", "carried"));
    assert!(of("drain", "ok") > 0, "those on their way at the end were answered in the drain");
    assert_eq!(done.total("ok"), of("measure", "ok") + of("drain", "ok"));
}

/// The first connection that comes so far hears nothing any more.
fn falls_silent_once(stream: &mut TcpStream, n: usize) -> bool {
    static SILENT: AtomicBool = AtomicBool::new(false);
    if n == 3 && !SILENT.swap(true, Ordering::Relaxed) {
        thread::sleep(Duration::from_secs(60));
    }
    answers_after_20_ms(stream, n)
}

#[test]
fn ld12_a_connection_that_fell_silent_in_the_warm_up_is_seen_in_the_closed_loop_after_it() {
    let lines = load(serve(falls_silent_once), "--seconds 0.5 --warmup-seconds 0.3 --connections 8 --drain-ms 100");
    let done = lines.done();
    assert_eq!(done.count("censored"), 1);
    assert_eq!(done.total("planned"), done.total("ok") + 1);
    assert!(done.has_flag("backlog"));
}

#[test]
fn a_closed_loop_by_count_waits_for_all_answers_however_short_the_drain() {
    let lines = load(serve(answers_after_400_ms), "--requests 3 --connections 3 --drain-ms 1");
    assert_eq!(lines.done().total("ok"), 3);
}

#[test]
fn the_warm_up_of_an_open_loop_is_sent_by_plan_too() {
    let lines = load(serve(answers), "--rate 400 --seconds 0.5 --warmup-requests 100 --connections 4");
    let warm = lines.ticks().filter(|tick| tick["phase"] == "warmup").map(|tick| tick["planned"].as_u64().unwrap());
    assert_eq!(warm.sum::<u64>(), 100);
    assert_eq!(lines.done().total("planned"), 200);
}

#[test]
fn ab14_the_ticks_add_up_to_the_totals_bucket_by_bucket() {
    let lines =
        load(serve(answers_after_20_ms), "--rate 400 --seconds 0.6 --arrivals poisson --connections 4 --drain-ms 100");
    let done = lines.done();
    for key in ["planned", "released", "sent", "ok", "carried", "failed", "bytesIn", "bytesOut"] {
        assert_eq!(lines.ticks().map(|tick| tick[key].as_u64().unwrap()).sum::<u64>(), done.total(key), "{key}");
    }
    let of_class = |line: &Value, kind: &str| line["classes"]["all"][kind].clone();
    for kind in ["response", "service", "wait"] {
        let mut sum = histogram(&of_class(done.0, kind));
        assert!(!sum.is_empty());
        lines.ticks().for_each(|tick| sum.subtract(histogram(&of_class(tick, kind))).unwrap());
        assert!(sum.is_empty() && sum.iter_recorded().next().is_none(), "{kind}");
    }
    assert_eq!(histogram(&done.0["lag"]).len(), done.total("planned"));
    for kind in ["service", "firstByte"] {
        assert_eq!(histogram(&of_class(done.0, kind)).len(), done.total("ok"));
    }
    assert_eq!(histogram(&of_class(done.0, "response")).len(), done.total("planned"));
}

#[test]
fn ld2_ld12_a_ramp_and_a_step_plan_what_lies_under_them() {
    let lines = load(serve(answers), "--segments 0:400:1,400:400:0.5,0:0:0.2 --connections 8 --drain-ms 60000");
    assert_eq!((lines.done().total("planned"), lines.done().total("ok")), (400, 400));
    assert_eq!(lines.hello()["load"]["segments"].as_array().unwrap().len(), 3);
}

#[test]
fn ld12_an_overloaded_server_leaves_censored_and_unsent_requests_and_nothing_is_lost() {
    // One connection, 20 ms an answer: at most 50 a second of 200, so that one is in flight when the drain ends.
    let lines = load(serve(answers_after_20_ms), "--rate 200 --seconds 1 --connections 1 --drain-ms 100");
    let done = lines.done();
    assert_eq!((done.total("planned"), done.count("censored")), (200, 1));
    assert!(done.count("unsent") >= 100 && done.has_flag("backlog"));
    assert_eq!(done.total("sent"), done.total("ok") + 1);
    assert_eq!(lines.phases(), ["measure", "drain"]);
}

#[test]
fn ld12_a_closed_loop_by_time_counts_what_its_drain_left() {
    let lines = load(serve(answers_after_400_ms), "--seconds 0.1 --connections 5 --drain-ms 100");
    let done = lines.done();
    assert_eq!((done.total("planned"), done.total("sent"), done.count("censored")), (5, 5, 5));
}

#[test]
fn an_interrupted_run_ends_at_once_with_its_counts() {
    let child = start(serve(answers_after_20_ms), "--rate 500 --seconds 600 --connections 2");
    thread::sleep(Duration::from_millis(300));
    // SAFETY: a signal to the child that this test started.
    unsafe { libc::kill(child.id() as libc::pid_t, libc::SIGINT) };
    let lines = support::Lines::of(child);
    let done = lines.done();
    assert!(done.has_flag("interrupted") && done.total("planned") > 0 && done.total("planned") < 300_000);
}

#[test]
fn me4_a_run_that_lingers_keeps_its_connections_until_it_is_told_to_go() {
    let mut child = start(serve(answers), "--requests 4 --connections 2 --drain-ms 60000 --linger");
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut text = String::new();
    while !text.contains("\"drain\"") {
        out.read_line(&mut text).unwrap();
    }
    thread::sleep(Duration::from_millis(300));
    assert!(child.try_wait().unwrap().is_none());
    child.stdin.as_mut().unwrap().write_all(b"\n").unwrap();
    out.read_to_string(&mut text).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(text.contains("\"done\"") && !text.contains("interrupted"), "{text}");
}

#[test]
fn ld15_it_ends_with_its_standard_input() {
    let mut child = start(serve(answers), "--seconds 600");
    drop(child.stdin.take());
    assert!(support::Lines::of(child).done().has_flag("interrupted"));
}
