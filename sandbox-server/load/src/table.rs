//! What a person reads when --json is not given.

use crate::flags::meaning;
use crate::histograms::Quantiles;
use crate::options::Options;
use crate::outcome::RunResult;
use crate::plan::Segment;
use crate::report::Measured;
use std::fmt::{self, Write};

pub fn table(options: &Options, result: &RunResult) -> String {
    let mut text = String::new();
    write(&mut text, options, result).expect("writing to memory");
    text
}

fn write(text: &mut String, options: &Options, result: &RunResult) -> fmt::Result {
    let (Measured { kind, sum, in_time, .. }, ended) = (&result.measured, &result.ended);
    let counts = &sum.counts;
    let seconds = ended.measured_ns.max(1) as f64 / 1e9;
    writeln!(text, "{}   {}, {} connections, {seconds:.2} s\n", options.url, pace(options), options.connections)?;
    writeln!(
        text,
        "  throughput     {:.1} answers/s, {:.2} MB/s",
        *in_time as f64 / seconds,
        counts.bytes_in as f64 / 1e6 / seconds
    )?;
    writeln!(
        text,
        "  requests       {} planned = {} ok + {} failed + {} unanswered + {} never sent",
        counts.planned, counts.ok, counts.failed, ended.censored, ended.unsent
    )?;
    for (kind, count) in counts.faults.named() {
        writeln!(text, "    {kind:<14} {count}")?;
    }
    writeln!(text, "\n                        p50         p90         p99       p99.9         max")?;
    if kind.open {
        writeln!(text, "  {:<14}{}", "response time", row(result.all.response.quantiles()))?;
    }
    writeln!(text, "  {:<14}{}", "service time", row(result.all.service.quantiles()))?;
    if sum.connect.count() > 0 {
        writeln!(text, "  {:<14}{}", "connecting", row(sum.connect.quantiles()))?;
    }
    match &sum.lag {
        Some(lag) => writeln!(text, "  {:<14}{}", "sent late by", row(lag.quantiles()))?,
        None => writeln!(text, "  a closed loop has no plan: response time is service time")?,
    }
    if kind.classes.len() > 1 {
        writeln!(text, "\n  response time by class")?;
        for (name, times) in kind.classes.iter().zip(&sum.classes) {
            writeln!(text, "  {name:<14}{}", row(times.response.quantiles()))?;
        }
    }
    let cpu_us = result.measured.cost().cpu_ns as f64 / 1e3;
    let each = cpu_us / (counts.ok + counts.failed).max(1) as f64;
    writeln!(text, "\n  load tool      {:.1} % of a core, {each:.1} µs a request", cpu_us / 1e4 / seconds)?;
    for flag in &result.flags {
        writeln!(text, "  {flag:<16} {}", meaning(flag))?;
    }
    Ok(())
}

fn pace(options: &Options) -> String {
    match options.plan().as_deref() {
        None => "closed loop".to_owned(),
        Some([Segment { from, to, .. }]) if from == to => format!("open loop at {from}/s"),
        Some(segments) => {
            let stretches: Vec<String> =
                segments.iter().map(|Segment { from, to, .. }| format!("{from}-{to}")).collect();
            format!("open loop at {}/s", stretches.join(", "))
        }
    }
}

/// A dash where too few requests lie beyond the percentile.
pub fn row(quantiles: Quantiles) -> String {
    [quantiles.p50, quantiles.p90, quantiles.p99, quantiles.p999, quantiles.max]
        .map(|us| format!("{:>12}", us.map_or("-".to_owned(), duration)))
        .concat()
}

fn duration(us: f64) -> String {
    match us {
        ..1e3 => format!("{us:.0} µs"),
        ..1e6 => format!("{:.2} ms", us / 1e3),
        _ => format!("{:.2} s", us / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit_that_fits() {
        for (us, text) in [(82.4, "82 µs"), (1_234.0, "1.23 ms"), (999_000.0, "999.00 ms"), (1_500_000.0, "1.50 s")] {
            assert_eq!(duration(us), text);
        }
    }
}
