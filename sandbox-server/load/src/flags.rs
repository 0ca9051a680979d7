//! The load tool's doubts about itself (LD16). Pure.

use crate::fault::{Fault, FaultCounts};

/// What a measured phase showed; shares from 0 to 1, times in µs.
#[derive(Clone, Default)]
pub struct Seen {
    /// Of a closed loop: each of these waits for its own answer.
    pub connections: Option<u64>,
    pub fine: bool,
    /// CPU of the generator over wall time, over the measured phase.
    pub busy: f64,
    pub run_delay_share: Option<f64>,
    /// Time in which the generator stood still although it was due.
    pub still_share: f64,
    pub lag_p99_us: Option<f64>,
    pub response_p99_us: Option<f64>,
    pub planned: u64,
    pub ok: u64,
    pub failed: u64,
    pub censored: u64,
    pub unsent: u64,
    pub released: u64,
    pub own_faults: u64,
    /// Little's law, 1 in a sound instrument; `None` where it cannot be told.
    pub little: Option<f64>,
    pub interrupted: bool,
}

/// Failures that are the load tool's and not the server's.
pub fn own_faults(counts: &FaultCounts) -> u64 {
    counts.of(Fault::NoPorts) + counts.of(Fault::NoFiles)
}

/// What a flag means for the reader of a table.
pub fn meaning(flag: &str) -> &'static str {
    match flag {
        "generatorBusy" => "the load tool used its whole core; the server may be faster than this",
        "generatorLate" => "the load tool sent later than planned; response times are not the server's alone",
        "generatorStarved" => "the load tool waited for a core or was stopped; times are not the server's alone",
        "planMissed" => "not all that was planned became due in time",
        "backlog" => "requests still waited at the end; the percentiles are \"at least\"",
        "fault" => "the load tool's own counts or resources are at fault; do not use this run",
        "errors" => "more than 0.1 % of the requests failed",
        "interrupted" => "the run was ended early",
        _ => "",
    }
}

pub fn flags(seen: &Seen) -> Vec<&'static str> {
    let mut flags = Vec::new();
    let planned = seen.planned as f64;
    if seen.busy >= 0.85 {
        flags.push("generatorBusy");
    }
    if let Some(lag) = seen.lag_p99_us {
        let floor = if seen.fine { 2_000.0 } else { 4_000.0 };
        if lag > f64::max(floor, 0.05 * seen.response_p99_us.unwrap_or(0.0)) {
            flags.push("generatorLate");
        }
    }
    if f64::max(seen.run_delay_share.unwrap_or(0.0), seen.still_share) > 0.05 {
        flags.push("generatorStarved");
    }
    if (seen.released as f64) < 0.995 * planned {
        flags.push("planMissed");
    }
    // A connection of a closed loop that hears nothing sends nothing either: few requests, and a part of the load is gone.
    let of = seen.connections.map_or(planned, |connections| planned.min(connections as f64));
    if (seen.censored + seen.unsent) as f64 > 0.01 * of {
        flags.push("backlog");
    }
    let exact = seen.planned == seen.ok + seen.failed + seen.censored + seen.unsent;
    if seen.own_faults > 0 || !exact || seen.little.is_some_and(|little| (little - 1.0).abs() > 0.02) {
        flags.push("fault");
    }
    if seen.failed as f64 > 0.001 * planned {
        flags.push("errors");
    }
    if seen.interrupted {
        flags.push("interrupted");
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;

    fn healthy() -> Seen {
        Seen {
            fine: true,
            busy: 0.3,
            lag_p99_us: Some(100.0),
            response_p99_us: Some(5_000.0),
            planned: 1000,
            released: 1000,
            ok: 1000,
            little: Some(0.99),
            ..Seen::default()
        }
    }

    #[test]
    fn ab7_a_healthy_run_has_no_flag() {
        assert!(flags(&healthy()).is_empty());
    }

    #[test]
    fn ld16_each_doubt_has_its_flag() {
        let table: [(&str, Seen); 15] = [
            ("generatorBusy", Seen { busy: 0.85, ..healthy() }),
            ("generatorLate", Seen { lag_p99_us: Some(2_001.0), ..healthy() }),
            ("generatorLate", Seen { fine: false, lag_p99_us: Some(4_001.0), ..healthy() }),
            ("generatorStarved", Seen { run_delay_share: Some(0.06), ..healthy() }),
            ("generatorStarved", Seen { still_share: 0.06, ..healthy() }),
            ("planMissed", Seen { released: 994, ok: 994, unsent: 6, ..healthy() }),
            ("backlog", Seen { ok: 980, unsent: 20, ..healthy() }),
            ("backlog", Seen { ok: 980, censored: 20, ..healthy() }),
            ("fault", Seen { ok: 999, ..healthy() }),
            ("fault", Seen { own_faults: 1, ..healthy() }),
            ("fault", Seen { little: Some(0.97), ..healthy() }),
            ("fault", Seen { little: Some(1.03), ..healthy() }),
            ("errors", Seen { ok: 998, failed: 2, ..healthy() }),
            ("interrupted", Seen { interrupted: true, ..healthy() }),
            ("generatorLate", Seen { lag_p99_us: Some(5_001.0), response_p99_us: Some(100_000.0), ..healthy() }),
        ];
        for (flag, seen) in &table[..14] {
            assert_eq!(flags(seen), [*flag]);
        }
        // Late by 5 ms is within 5 % of a p99 of 100 ms plus a little.
        assert_eq!(flags(&table[14].1), ["generatorLate"]);
        assert!(flags(&Seen { lag_p99_us: Some(4_999.0), ..table[14].1.clone() }).is_empty());
    }

    #[test]
    fn ld12_ld16_a_closed_loop_whose_answers_do_not_come_has_a_backlog_too() {
        let closed = Seen { lag_p99_us: None, ok: 900, censored: 100, ..healthy() };
        assert_eq!(flags(&closed), ["backlog"]);
        let silent = Seen { connections: Some(64), lag_p99_us: None, ok: 999, censored: 1, ..healthy() };
        assert_eq!(flags(&silent), ["backlog"]);
    }
}
