//! What a person reads when --json is not given.

use crate::engine::Outcome;
use crate::histograms::Quantiles;
use std::fmt::Write;

pub fn table(url: &str, connections: usize, outcome: &Outcome, flags: &[&str]) -> String {
    let seconds = outcome.measured_ns.max(1) as f64 / 1e9;
    let counts = &outcome.counts;
    let mut text = String::new();
    let mut line = |args: std::fmt::Arguments| writeln!(text, "{args}").expect("writing to memory");
    line(format_args!("{url}, {connections} connections, {seconds:.2} s\n"));
    line(format_args!("  throughput     {:.1} requests/s", counts.ok as f64 / seconds));
    line(format_args!(
        "  requests       {} ok, {} failed, {} without an answer",
        counts.ok, counts.failed, outcome.censored
    ));
    for (kind, count) in &counts.errors {
        line(format_args!("    {kind:<14} {count}"));
    }
    line(format_args!("\n                      p50        p90        p99      p99.9        max"));
    let rows = [("response time", outcome.response_us()), ("service time", outcome.service_us())];
    for (name, quantiles) in rows {
        line(format_args!("  {name:<14}{}", row(quantiles)));
    }
    line(format_args!("\n  load tool      {:.1} % of a core", 100.0 * outcome.cpu_ns as f64 / 1e9 / seconds));
    for flag in flags {
        line(format_args!("  flag           {flag}"));
    }
    text
}

/// Milliseconds; a dash where too few requests lie beyond the percentile.
fn row(quantiles: Quantiles) -> String {
    [quantiles.p50, quantiles.p90, quantiles.p99, quantiles.p999, quantiles.max]
        .map(|us| us.map_or(format!("{:>11}", "-"), |us| format!("{:>8.2} ms", us / 1e3)))
        .concat()
}
