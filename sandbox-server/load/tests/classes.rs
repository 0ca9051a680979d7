//! LD6, LD9: what share of the requests asks for what, and whether the answers are those.

mod support;

use std::sync::atomic::{AtomicU64, Ordering};
use support::{answers, load, serve, serve_bodies};

fn echoes_path(path: &str) -> String {
    path.to_owned()
}

#[test]
fn ld6_stratified_classes_have_their_exact_shares_and_their_own_times() {
    let classes = "--class io=97:/io --class cpu=3:/cpu --class-order stratified";
    let lines = load(serve_bodies(echoes_path), &format!("--requests 1000 --connections 4 {classes}"));
    let done = lines.done();
    assert_eq!((done.ok_of("io"), done.ok_of("cpu")), (970, 30));
    for class in ["io", "cpu"] {
        let of_ticks = lines.ticks().map(|tick| tick["classes"][class]["ok"].as_u64().unwrap());
        assert_eq!(of_ticks.sum::<u64>(), done.ok_of(class));
    }
    let has = |class: &str, percentile: &str| done.0["classes"][class]["serviceUs"].get(percentile).is_some();
    assert!(has("io", "p90") && has("cpu", "p50"));
    // Three of 30 lie beyond their p90.
    assert!(!has("cpu", "p90") && !has("io", "p99"));
    assert_eq!(lines.hello()["classes"][1]["path"], "/cpu");
    assert_eq!(lines.hello()["classOrder"], "stratified");
}

#[test]
fn ld6_the_same_seed_asks_for_the_same() {
    let port = serve_bodies(echoes_path);
    let share = |seed: u64| {
        let classes = "--class a=1:/a --class b=1:/b";
        load(port, &format!("--rate 500 --seconds 1 --seed {seed} {classes} --drain-ms 60000")).done().ok_of("a")
    };
    assert_eq!(share(3), share(3));
}

#[test]
fn ld9_each_class_has_its_body() {
    let classes = "--class a=50:/a --class b=50:/b --class-order stratified";
    let bodies = "--class-body a=/a --class-body b=/a";
    let lines = load(serve_bodies(echoes_path), &format!("--requests 200 {classes} {bodies}"));
    assert_eq!((lines.done().ok_of("a"), lines.done().ok_of("b")), (100, 0));
    assert_eq!(lines.done().errors()["bodyMismatch"], 100);
    assert!(lines.done().0["bodies"].is_null());
}

#[test]
fn ld9_of_bodies_that_are_not_fixed_one_in_64_is_hashed() {
    fn counts(_: &str) -> String {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        COUNT.fetch_add(1, Ordering::SeqCst).to_string()
    }
    let bodies = |port| load(port, "--requests 641 --connections 2").done().0["bodies"].clone();
    assert_eq!(bodies(serve_bodies(counts)), serde_json::json!({ "checked": 11, "distinct": 11 }));
    assert_eq!(bodies(serve(answers)), serde_json::json!({ "checked": 11, "distinct": 1 }));
}
