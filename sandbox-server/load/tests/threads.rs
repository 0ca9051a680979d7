//! CP5, LD5: several generator threads are one load. They need as many cores.

mod support;

use std::io::Write;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use support::{Lines, answers, histogram, load, serve, serve_bodies, serve_counted, start};

/// All counts of the last line are those of the lines before it, and lines come in the order of their times.
fn assert_whole(lines: &Lines) {
    let done = lines.done();
    let measured = || lines.ticks().filter(|tick| tick["phase"] != "warmup");
    for key in ["planned", "sent", "ok"] {
        assert_eq!(measured().map(|tick| tick[key].as_u64().unwrap()).sum::<u64>(), done.total(key), "{key}");
    }
    let times: Vec<f64> = lines.0.iter().filter_map(|line| line["atUs"].as_f64()).collect();
    assert!(times.is_sorted(), "{times:?}");
    assert!(lines.ticks().all(|tick| tick["spanUs"].as_f64().unwrap() > 0.0));
}

#[test]
fn cp5_several_generator_threads_send_the_plan_of_one() {
    let classes = "--class io=90:/io --class cpu=10:/cpu --class-order stratified";
    let port = serve_bodies(str::to_owned);
    let of = |threads: usize| {
        let plan = "--segments 100:900:1,200:200:0.5 --arrivals poisson --seed 4 --connections 16 --drain-ms 60000";
        let lines = load(port, &format!("{plan} {classes} --threads {threads}"));
        assert_whole(&lines);
        assert_eq!(lines.hello()["threads"], threads);
        let done = lines.done();
        assert_eq!(histogram(&done.0["lag"]).len(), done.total("planned"));
        assert_eq!(done.total("ok"), done.total("planned"));
        (done.total("planned"), done.ok_of("io"), done.0["bodies"]["distinct"].clone())
    };
    assert_eq!(of(1), of(2));
}

#[test]
fn cp5_a_closed_loop_by_count_sends_exactly_that_many_over_exactly_its_connections() {
    let (port, accepted) = serve_counted(answers);
    let lines = load(port, "--requests 1001 --warmup-requests 33 --connections 7 --threads 2");
    assert_whole(&lines);
    assert_eq!((lines.done().total("sent"), lines.done().total("ok")), (1001, 1001));
    assert_eq!(accepted.load(Ordering::SeqCst), 7);
    assert_eq!(lines.phases(), ["warmup", "measure"]);
}

#[test]
fn cp5_a_closed_loop_by_time_flows_from_its_warm_up_into_the_measurement_in_all_threads() {
    let lines = load(
        serve(|stream, n| {
            thread::sleep(Duration::from_millis(20));
            answers(stream, n)
        }),
        "--seconds 0.5 --warmup-seconds 0.31 --connections 8 --threads 2",
    );
    assert_whole(&lines);
    assert!((1..=8).contains(&lines.done().total("carried")));
    assert_eq!(lines.phases(), ["warmup", "measure", "drain"]);
    // Neither of the two was without work.
    assert!(!lines.done().has_flag("fault"));
}

#[test]
fn ld12_cp5_connections_that_linger_stay_until_the_word_in_all_threads() {
    let mut child = start(serve(answers), "--requests 100 --connections 4 --threads 2 --linger --drain-ms 60000");
    thread::sleep(Duration::from_millis(500));
    child.stdin.as_mut().unwrap().write_all(b"\n").unwrap();
    let lines = Lines::of(child);
    assert_eq!(lines.phases(), ["measure", "drain"]);
    assert_eq!(lines.ticks().last().unwrap()["conns"], 4);
    assert_whole(&lines);
}
