//! What cannot work, in one sentence that says what would: every run is bounded in time and count (LD15).

use crate::class;
use crate::cpu;
use crate::options::Options;
use crate::plan::Segment;

pub const MOST_SECONDS: f64 = 3_600.0;
const MOST_MS: u64 = 3_600_000;
const MOST_PLANNED: f64 = 20_000_000.0;
const MOST_RATE: f64 = 1_000_000.0;
const MOST_SEGMENTS: usize = 100;

pub fn check(options: &Options) -> Result<(), String> {
    if options.connections == 0 || options.requests == Some(0) {
        return Err("--connections and --requests must be at least 1.".into());
    }
    let cores = cpu::affinity().len();
    if options.threads == 0 || options.threads > cores.min(options.connections) {
        return Err(format!(
            "--threads must be from 1 to {}: each needs a core and a connection.",
            cores.min(options.connections)
        ));
    }
    for (name, count) in [("--requests", options.requests), ("--warmup-requests", Some(options.warmup_requests))] {
        if count.is_some_and(|count| count as f64 > MOST_PLANNED) {
            return Err(format!("{name} must be at most {MOST_PLANNED}."));
        }
    }
    if options.max_connections.is_some_and(|most| most <= options.connections) {
        return Err(format!("--max-connections must be above --connections, which is {}.", options.connections));
    }
    for (name, seconds) in [("--seconds", options.seconds), ("--warmup-seconds", options.warmup_seconds)] {
        if seconds.is_some_and(|seconds| !(seconds > 0.0 && seconds <= MOST_SECONDS)) {
            return Err(format!("{name} must be above 0 and at most {MOST_SECONDS}."));
        }
    }
    for (name, ms) in [
        ("--think-ms", options.think_ms),
        ("--wire-timeout-ms", Some(options.wire_timeout_ms)),
        ("--response-timeout-ms", options.response_timeout_ms),
    ] {
        if ms.is_some_and(|ms| !(1..=MOST_MS).contains(&ms)) {
            return Err(format!("{name} must be from 1 to {MOST_MS}."));
        }
    }
    if options.drain_ms > MOST_MS {
        return Err(format!("--drain-ms must be at most {MOST_MS}."));
    }
    class::check(&options.classes, &options.class_bodies, options.is_stratified())?;
    options.plan().map_or(Ok(()), |plan| check_plan(options, &plan))
}

fn check_plan(options: &Options, plan: &[Segment]) -> Result<(), String> {
    if options.rate.is_some_and(|rate| !(rate > 0.0 && rate <= MOST_RATE)) {
        return Err(format!("--rate must be above 0 and at most {MOST_RATE} a second."));
    }
    if plan.len() > MOST_SEGMENTS {
        return Err(format!("--segments are at most {MOST_SEGMENTS}; {} were given.", plan.len()));
    }
    for Segment { from, to, seconds } in plan {
        if ![from, to].into_iter().all(|rate| (0.0..=MOST_RATE).contains(rate)) {
            return Err(format!(
                "The rates of --segments must be from 0 to {MOST_RATE} a second; {from}:{to} are not."
            ));
        }
        if !(*seconds > 0.0 && *seconds <= MOST_SECONDS) {
            return Err(format!("A segment must last above 0 and at most {MOST_SECONDS} s; {seconds} does not."));
        }
    }
    let seconds: f64 = plan.iter().map(|segment| segment.seconds).sum();
    if seconds > MOST_SECONDS {
        return Err(format!("--segments last {seconds} s together; at most {MOST_SECONDS} s would work."));
    }
    if plan.iter().all(|segment| segment.planned() == 0.0) {
        return Err("--segments plan no request; at least one rate must be above 0.".into());
    }
    check_planned("The plan", plan)?;
    let warms = options.warmup_seconds.is_some() || options.warmup_requests > 0;
    match options.warmup_plan(plan) {
        Some(warmup) if warms && warmup.from == 0.0 => {
            Err("A warm-up has the rate that --segments begin with, which is 0; begin them above 0.".into())
        }
        Some(warmup) => check_planned("The warm-up", &[warmup]),
        None => Ok(()),
    }
}

fn check_planned(what: &str, segments: &[Segment]) -> Result<(), String> {
    let planned: f64 = segments.iter().map(Segment::planned).sum();
    if planned <= MOST_PLANNED {
        return Ok(());
    }
    let seconds: f64 = segments.iter().map(|segment| segment.seconds).sum();
    let rate = planned / seconds;
    Err(format!(
        "{what} has {rate} requests a second for {seconds} s, more than the {MOST_PLANNED} that one run may plan; \
         {} s would work.",
        (MOST_PLANNED / rate).floor()
    ))
}

#[cfg(test)]
mod tests {
    use crate::options::Options;
    use clap::Parser;

    fn refusal(args: &str) -> String {
        let all = ["load", "http://127.0.0.1:1/"].into_iter().chain(args.split_whitespace());
        let parsed = Options::try_parse_from(all).map_err(|error| error.to_string());
        parsed.and_then(|options| super::check(&options)).err().unwrap_or_default()
    }

    #[test]
    fn ld15_a_run_without_bounds_is_refused_with_the_bound() {
        let segments = format!("--segments {}", ["1:1:1"; 101].join(","));
        for (args, told) in [
            ("--threads 0", "from 1 to"),
            ("--threads 2 --connections 1", "from 1 to 1: each needs a core and a connection"),
            ("--rate 0", "above 0"),
            ("--rate -5", "--rate"),
            ("--rate 2e6", "at most 1000000"),
            ("--seconds 0", "above 0"),
            ("--seconds 1e9", "at most 3600"),
            ("--connections 0", "at least 1"),
            ("--requests 0", "at least 1"),
            ("--requests 20000001", "at most 20000000"),
            ("--warmup-requests 20000001", "at most 20000000"),
            ("--rate 100000 --seconds 1000", "200 s would work"),
            ("--rate 100000 --warmup-seconds 1000", "200 s would work"),
            ("--rate 5 --connections 8 --max-connections 8", "above --connections, which is 8"),
            ("--think-ms 0", "from 1 to 3600000"),
            ("--response-timeout-ms 0", "from 1 to 3600000"),
            ("--wire-timeout-ms 99999999", "from 1 to 3600000"),
            ("--drain-ms 99999999", "at most 3600000"),
            ("--segments 1:1", "FROM:TO:SECONDS"),
            ("--segments 1:nan:1", "from 0 to 1000000 a second"),
            ("--segments 1:2e6:1", "from 0 to 1000000 a second"),
            ("--segments 1:1:0", "above 0 and at most 3600"),
            ("--segments 1:1:2000,1:1:2000", "at most 3600 s would work"),
            ("--segments 0:0:5", "at least one rate must be above 0"),
            ("--segments 0:200000:3000", "200 s would work"),
            ("--segments 0:100:10 --warmup-seconds 1", "begin them above 0"),
            ("--segments 0:100:10 --warmup-requests 5", "begin them above 0"),
            (segments.as_str(), "at most 100; 101 were given"),
            ("--class a=1:/x --class a=1:/y", "twice"),
            ("--class a=1:/x --class-body b=x", "add --class b="),
            ("--class a=1:/x --class b=2:/y --class-order stratified", "whole percents"),
        ] {
            let refusal = refusal(args);
            assert!(refusal.contains(told), "{args}: {refusal}");
        }
    }

    #[test]
    fn ld15_what_can_work_is_not_refused() {
        for args in [
            "--segments 0:100:10",
            "--segments 100:0:10 --warmup-requests 5",
            "--segments 0:0:1,5:5:1 --max-connections 100",
            "--think-ms 5 --response-timeout-ms 10 --no-keep-alive",
            "--class a=1:/x --class b=3:/y --class-order stratified --class-body b=x",
        ] {
            assert_eq!(refusal(args), "", "{args}");
        }
    }
}
