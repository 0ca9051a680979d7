//! What a person or the runner types, and whether it can be done.

use crate::cpu;
use crate::lines::{LoadShape, Segment};
use crate::phase::Load;
use crate::plan::{Arrivals, Pacing, Schedule};
use clap::{Parser, ValueEnum};
use std::path::PathBuf;

/// Every run is bounded in time and count (LD15).
const MOST_SECONDS: f64 = 3_600.0;
const MOST_PLANNED: f64 = 20_000_000.0;
const MOST_RATE: f64 = 1_000_000.0;
/// Beyond this a tick of a millisecond holds ten requests and is cheaper than a wake-up for each (LD4).
const MOST_FINE_RATE: f64 = 10_000.0;
const DEFAULT_SECONDS: f64 = 10.0;
/// Told apart from the plan of the measurement, so that the warm-up does not rehearse it.
const WARMUP_SEED: u64 = 0x5741_524d;

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum PacingChoice {
    Auto,
    Fine,
    Tick,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum ArrivalsChoice {
    Constant,
    Poisson,
}

/// How an HTTP server is loaded.
#[derive(Parser)]
pub struct Options {
    /// For example http://127.0.0.1:8080/ping
    pub url: String,
    /// Open at the same time
    #[arg(long, default_value_t = 64, value_name = "N")]
    pub connections: usize,
    /// Length of the measurement; 10 unless --requests is given
    #[arg(long, value_name = "S")]
    pub seconds: Option<f64>,
    /// Closed loop: exactly this many requests
    #[arg(long, value_name = "N", conflicts_with = "rate")]
    pub requests: Option<u64>,
    /// Open loop: requests a second
    #[arg(long, value_name = "PER_SECOND", allow_negative_numbers = true)]
    pub rate: Option<f64>,
    /// Open loop: evenly spaced, or at random with the same mean
    #[arg(long, value_enum, default_value = "constant", requires = "rate")]
    arrivals: ArrivalsChoice,
    /// The same seed gives the same Poisson arrivals
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Requests before the measurement, which do not count
    #[arg(long, value_name = "N", conflicts_with = "warmup_seconds", default_value_t = 0)]
    warmup_requests: u64,
    /// Time before the measurement, which does not count
    #[arg(long, value_name = "S")]
    warmup_seconds: Option<f64>,
    /// Open loop: fine wakes for each request, tick each millisecond; auto is fine up to 10,000 a second
    #[arg(long, value_enum, default_value = "auto", requires = "rate")]
    pacing: PacingChoice,
    /// What the body of every good answer must be, byte for byte
    #[arg(long, value_name = "TEXT")]
    pub expect_body: Option<String>,
    /// The same, from a file
    #[arg(long, value_name = "FILE", conflicts_with = "expect_body")]
    pub expect_body_file: Option<PathBuf>,
    /// How long answers are awaited after the last request
    #[arg(long, default_value_t = 2_000, value_name = "MS")]
    pub drain_ms: u64,
    /// From sending a request to giving its answer up
    #[arg(long, default_value_t = 10_000, value_name = "MS")]
    pub wire_timeout_ms: u64,
    /// Time between lines of --json
    #[arg(long, default_value_t = 250, value_name = "MS", value_parser = clap::value_parser!(u64).range(50..=1_000))]
    pub interval_ms: u64,
    /// One JSON object a line instead of a table; implies --end-with-stdin
    #[arg(long)]
    pub json: bool,
    /// End early when standard input ends
    #[arg(long)]
    pub end_with_stdin: bool,
    /// A mark that is repeated in the first line of --json
    #[arg(long, value_name = "ID")]
    pub run: Option<String>,
}

impl Options {
    /// What cannot work, in one sentence that says what would.
    pub fn check(&self) -> Result<(), String> {
        if self.connections == 0 || self.requests == Some(0) {
            return Err("--connections and --requests must be at least 1.".into());
        }
        for (name, seconds) in [("--seconds", self.seconds), ("--warmup-seconds", self.warmup_seconds)] {
            if seconds.is_some_and(|seconds| !(seconds > 0.0 && seconds <= MOST_SECONDS)) {
                return Err(format!("{name} must be above 0 and at most {MOST_SECONDS}."));
            }
        }
        let Some(rate) = self.rate else { return Ok(()) };
        if !(rate > 0.0 && rate <= MOST_RATE) {
            return Err(format!("--rate must be above 0 and at most {MOST_RATE} a second."));
        }
        let longest = self.open_seconds().max(self.warmup_seconds(rate).unwrap_or(0.0));
        if rate * longest > MOST_PLANNED {
            let enough = (MOST_PLANNED / rate).floor();
            return Err(format!(
                "{rate} requests a second for {longest} s are more than the {MOST_PLANNED} that one run may plan; \
                 {enough} s would work."
            ));
        }
        Ok(())
    }

    fn open_seconds(&self) -> f64 {
        self.seconds.unwrap_or(DEFAULT_SECONDS)
    }

    /// A closed loop by count has no length.
    fn closed_seconds(&self) -> Option<f64> {
        self.seconds.or(self.requests.is_none().then_some(DEFAULT_SECONDS))
    }

    fn warmup_seconds(&self, rate: f64) -> Option<f64> {
        self.warmup_seconds.or((self.warmup_requests > 0).then_some(self.warmup_requests as f64 / rate))
    }

    fn arrivals(&self) -> Arrivals {
        match self.arrivals {
            ArrivalsChoice::Constant => Arrivals::Constant,
            ArrivalsChoice::Poisson => Arrivals::Poisson,
        }
    }

    /// Fine pacing needs a core that nobody else wants: on a host with one core it would take the server's (LD4).
    pub fn pacing(&self) -> Option<Pacing> {
        let rate = self.rate?;
        Some(match self.pacing {
            PacingChoice::Fine => Pacing::Fine,
            PacingChoice::Tick => Pacing::Tick,
            PacingChoice::Auto if rate > MOST_FINE_RATE || cpu::online() == 1 => Pacing::Tick,
            PacingChoice::Auto => Pacing::Fine,
        })
    }

    pub fn load(&self) -> Load {
        match (self.rate, self.pacing()) {
            (Some(rate), Some(pacing)) => {
                Load::Open { schedule: Schedule::new(rate, self.open_seconds(), self.arrivals(), self.seed), pacing }
            }
            _ => Load::Closed { requests: self.requests, seconds: self.closed_seconds() },
        }
    }

    /// The same load as the measurement's, for a while before it.
    pub fn warmup(&self) -> Option<Load> {
        match (self.rate, self.pacing()) {
            (Some(rate), Some(pacing)) => {
                let seed = self.seed ^ WARMUP_SEED;
                let seconds = self.warmup_seconds(rate)?;
                Some(Load::Open { schedule: Schedule::new(rate, seconds, self.arrivals(), seed), pacing })
            }
            _ => {
                let requests = (self.warmup_requests > 0).then_some(self.warmup_requests);
                let any = requests.is_some() || self.warmup_seconds.is_some();
                any.then_some(Load::Closed { requests, seconds: self.warmup_seconds })
            }
        }
    }

    pub fn shape(&self) -> LoadShape {
        match self.rate {
            Some(rate) => LoadShape::Open {
                segments: vec![Segment { from: rate, to: rate, seconds: self.open_seconds() }],
                arrivals: self.arrivals().name(),
                connections: self.connections,
            },
            None => LoadShape::Closed {
                connections: self.connections,
                requests: self.requests,
                seconds: self.closed_seconds(),
            },
        }
    }

    pub fn expected_body(&self) -> Result<Option<Vec<u8>>, String> {
        let Some(path) = &self.expect_body_file else { return Ok(self.expect_body.clone().map(String::into_bytes)) };
        std::fs::read(path)
            .map(Some)
            .map_err(|error| format!("The expected body cannot be read from {} ({error}).", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &str) -> Result<Options, String> {
        let all = ["load", "http://127.0.0.1:1/"].into_iter().chain(args.split_whitespace());
        let options = Options::try_parse_from(all).map_err(|error| error.to_string())?;
        options.check().map(|()| options)
    }

    #[test]
    fn ld1_a_setting_that_would_be_ignored_is_refused() {
        for args in [
            "--rate 5 --requests 5",
            "--arrivals poisson",
            "--pacing fine",
            "--warmup-requests 5 --warmup-seconds 1",
            "--expect-body a --expect-body-file b",
        ] {
            assert!(parse(args).is_err(), "{args}");
        }
    }

    #[test]
    fn ld15_a_run_without_bounds_is_refused_with_the_bound() {
        for (args, told) in [
            ("--rate 0", "above 0"),
            ("--rate -5", "--rate"),
            ("--rate 2e6", "at most 1000000"),
            ("--seconds 0", "above 0"),
            ("--seconds 1e9", "at most 3600"),
            ("--connections 0", "at least 1"),
            ("--requests 0", "at least 1"),
            ("--rate 100000 --seconds 1000", "200 s would work"),
        ] {
            let refusal = parse(args).err().unwrap_or_default();
            assert!(refusal.contains(told), "{args}: {refusal}");
        }
    }

    #[test]
    fn ld4_a_high_rate_is_paced_by_ticks_unless_told_otherwise() {
        let pacing = |args| parse(args).unwrap().pacing();
        assert_eq!(pacing("--rate 10001"), Some(Pacing::Tick));
        assert_eq!(pacing("--rate 20000 --pacing fine"), Some(Pacing::Fine));
        assert_eq!(pacing("--rate 10 --pacing tick"), Some(Pacing::Tick));
        assert_eq!(pacing(""), None);
    }
}
