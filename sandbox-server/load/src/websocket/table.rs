//! What a person reads when --json is not given.

use super::interval::Exchanges;
use super::report::Result;
use super::work::Work;
use crate::flags::meaning;
use crate::table::row;
use std::fmt::{self, Write};

pub fn table(url: &str, work: &Work, result: &Result) -> String {
    let mut text = String::new();
    write(&mut text, url, work, result).expect("writing to memory");
    text
}

fn write(text: &mut String, url: &str, work: &Work, result: &Result) -> fmt::Result {
    let seconds = result.ended.measured_ns.max(1) as f64 / 1e9;
    let doing = match work.hold.map(|hold| hold.echo) {
        None => "opened in",
        Some(None) => "held for",
        Some(Some(_)) => "held, with echoes, for",
    };
    writeln!(text, "{url}   {} connections {doing} {seconds:.2} s\n", work.connections)?;
    let kinds = [("connections", Some(&result.sum.connects)), ("echoes", result.echoes()), ("pings", result.pings())];
    for (name, book) in kinds {
        if let Some(book) = book {
            accounts(text, name, book)?;
        }
    }
    writeln!(
        text,
        "  {:<14} {} until their time was over, {} lost; the server agreed to the end of {}",
        "held",
        result.held(),
        result.sum.lost.total(),
        result.sum.closed
    )?;
    for (kind, count) in result.sum.lost.named() {
        writeln!(text, "    {kind:<14} {count}")?;
    }
    writeln!(text, "\n  from the plan         p50         p90         p99       p99.9         max")?;
    for (name, book) in kinds {
        if let Some(book) = book {
            writeln!(text, "  {name:<14}{}", row(book.latency.quantiles()))?;
        }
    }
    writeln!(text, "  {:<14}{}", "sent late by", row(result.sum.lag.quantiles()))?;
    write!(text, "\n  load tool      {:.1} % of a core", result.cost.cpu_ns as f64 / 1e7 / seconds)?;
    match result.ended.memory {
        Some(memory) => writeln!(text, ", {:.1} kB of memory a connection", memory.each_bytes as f64 / 1e3)?,
        None => writeln!(text)?,
    }
    for flag in &result.flags {
        writeln!(text, "  {flag:<16} {}", meaning(flag))?;
    }
    Ok(())
}

fn accounts(text: &mut String, name: &str, book: &Exchanges) -> fmt::Result {
    writeln!(
        text,
        "  {name:<14} {} planned = {} ok + {} failed + {} unanswered + {} never sent",
        book.planned, book.ok, book.failed, book.censored, book.unsent
    )?;
    for (kind, count) in book.faults.named() {
        writeln!(text, "    {kind:<14} {count}")?;
    }
    Ok(())
}
