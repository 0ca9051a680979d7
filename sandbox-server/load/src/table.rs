//! What a person reads when --json is not given.

use crate::flags::meaning;
use crate::histograms::Quantiles;
use crate::options::Options;
use crate::report::Result;
use std::fmt::{self, Write};

pub fn table(options: &Options, result: &Result) -> String {
    let mut text = String::new();
    write(&mut text, options, result).expect("writing to memory");
    text
}

fn write(text: &mut String, options: &Options, result: &Result) -> fmt::Result {
    let (sum, ended) = (&result.measured.sum, &result.ended);
    let counts = &sum.counts;
    let seconds = ended.measured_ns.max(1) as f64 / 1e9;
    let kind = options.rate.map_or("closed loop".to_owned(), |rate| format!("open loop at {rate}/s"));
    writeln!(text, "{}   {kind}, {} connections, {seconds:.2} s\n", options.url, options.connections)?;
    writeln!(
        text,
        "  throughput     {:.1} answers/s, {:.2} MB/s",
        counts.ok as f64 / seconds,
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
    let lag = sum.plan.as_ref().map(|plan| plan.lag.quantiles());
    let response = sum.plan.as_ref().map(|_| sum.response.quantiles());
    let rows = [("response time", response), ("service time", Some(sum.service.quantiles())), ("sent late by", lag)];
    for (name, quantiles) in rows {
        if let Some(quantiles) = quantiles {
            writeln!(text, "  {name:<14}{}", row(quantiles))?;
        }
    }
    if sum.plan.is_none() {
        writeln!(text, "  a closed loop has no plan: response time is service time")?;
    }
    let cpu_us = result.measured.cost.cpu_ns as f64 / 1e3;
    let each = cpu_us / (counts.ok + counts.failed).max(1) as f64;
    writeln!(text, "\n  load tool      {:.1} % of a core, {each:.1} µs a request", cpu_us / 1e4 / seconds)?;
    for flag in &result.flags {
        writeln!(text, "  {flag:<16} {}", meaning(flag))?;
    }
    Ok(())
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
