//! What a person or the runner types, as what is to be done. Whether it can be done says bounds.rs.

use crate::bounds::MOST_SECONDS;
use crate::class::{Class, ClassBody, ONLY_CLASS};
use crate::connection::Prepared;
use crate::cpu;
use crate::http;
use crate::lines::{Classes, LoadShape};
use crate::mix::Mix;
use crate::phase::{Load, Pace};
use crate::plan::{Arrivals, Pacing, Schedule, Segment};
use crate::target::Target;
use clap::{ArgGroup, Parser, ValueEnum};
use std::path::PathBuf;

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

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum ClassOrder {
    Random,
    Stratified,
}

/// How an HTTP server is loaded.
#[derive(Parser)]
#[command(group(ArgGroup::new("plan").args(["rate", "segments"])))]
pub struct Options {
    /// For example http://127.0.0.1:8080/ping; with --class without a path
    pub url: String,
    /// Open at the same time
    #[arg(long, default_value_t = 64, value_name = "N")]
    pub connections: usize,
    /// Open loop: when all connections are busy, more are opened, up to so many
    #[arg(long, value_name = "N", requires = "plan")]
    pub max_connections: Option<usize>,
    /// Each request opens its own connection
    #[arg(long)]
    pub no_keep_alive: bool,
    /// Length of the measurement; 10 unless --requests is given
    #[arg(long, value_name = "S", conflicts_with = "segments")]
    pub seconds: Option<f64>,
    /// Closed loop: exactly this many requests, or fewer when they take more than an hour
    #[arg(long, value_name = "N", conflicts_with = "plan")]
    pub requests: Option<u64>,
    /// Closed loop: from an answer to the next request of its connection
    #[arg(long, value_name = "MS", conflicts_with = "plan")]
    pub think_ms: Option<u64>,
    /// Open loop: requests a second
    #[arg(long, value_name = "PER_SECOND", allow_negative_numbers = true)]
    pub rate: Option<f64>,
    /// Open loop: the rate changes evenly from FROM to TO requests a second, for SECONDS, and so on. A ramp is
    /// 100:2000:10, a step 100:100:5,500:500:5
    #[arg(long, value_name = "FROM:TO:SECONDS,…", value_delimiter = ',')]
    pub segments: Vec<Segment>,
    /// Open loop: evenly spaced, or at random with the same mean
    #[arg(long, value_enum, default_value = "constant", requires = "plan")]
    arrivals: ArrivalsChoice,
    /// The same seed gives the same Poisson arrivals and the same order of classes
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// A kind of request with its own times; repeated for each. WEIGHT 99 beside WEIGHT 1 is 99 of 100 requests
    #[arg(long = "class", value_name = "NAME=WEIGHT:PATH")]
    pub classes: Vec<Class>,
    /// Drawn by weight, or with the exact shares in every 100 requests
    #[arg(long, value_enum, default_value = "random", requires = "classes")]
    class_order: ClassOrder,
    /// What the body of every good answer of a class must be, byte for byte
    #[arg(long = "class-body", value_name = "NAME=TEXT", requires = "classes")]
    pub class_bodies: Vec<ClassBody>,
    /// Requests before the measurement, which do not count
    #[arg(long, value_name = "N", conflicts_with = "warmup_seconds", default_value_t = 0)]
    pub warmup_requests: u64,
    /// Time before the measurement, which does not count; by plan at the rate that the plan begins with
    #[arg(long, value_name = "S")]
    pub warmup_seconds: Option<f64>,
    /// Open loop: fine wakes for each request, tick each millisecond; auto is fine up to 10,000 a second
    #[arg(long, value_enum, default_value = "auto", requires = "plan")]
    pacing: PacingChoice,
    /// What the body of every good answer must be, byte for byte
    #[arg(long, value_name = "TEXT", conflicts_with = "classes")]
    pub expect_body: Option<String>,
    /// The same, from a file
    #[arg(long, value_name = "FILE", conflicts_with_all = ["expect_body", "classes"])]
    pub expect_body_file: Option<PathBuf>,
    /// How long answers are awaited after the last request
    #[arg(long, default_value_t = 2_000, value_name = "MS")]
    pub drain_ms: u64,
    /// From sending a request to giving its answer up
    #[arg(long, default_value_t = 10_000, value_name = "MS")]
    pub wire_timeout_ms: u64,
    /// From when a request was planned to giving its answer up, also while it waits for a connection; never without it
    #[arg(long, value_name = "MS")]
    pub response_timeout_ms: Option<u64>,
    /// Time between lines of --json
    #[arg(long, default_value_t = 250, value_name = "MS", value_parser = clap::value_parser!(u64).range(50..=1_000))]
    pub interval_ms: u64,
    /// One JSON object a line instead of a table; implies --end-with-stdin
    #[arg(long)]
    pub json: bool,
    /// End early when standard input ends
    #[arg(long)]
    pub end_with_stdin: bool,
    /// Keep connections after the load until a line comes on standard input, or --drain-ms is over; threads that serve
    /// them can be looked at so long
    #[arg(long, requires = "json")]
    pub linger: bool,
    /// Threads that generate the load, each with its share of the connections and of the plan. There must be a core for each
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub threads: usize,
    /// A mark that is repeated in the first line of --json
    #[arg(long, value_name = "ID")]
    pub run: Option<String>,
    /// Start of the run on CLOCK_MONOTONIC, in µs: times are printed since then; since the start of the tool without it
    #[arg(long, value_name = "N")]
    pub epoch_us: Option<u64>,
}

impl Options {
    /// The stretches of an open loop; `None` is a closed loop.
    pub fn plan(&self) -> Option<Vec<Segment>> {
        let seconds = self.seconds.unwrap_or(DEFAULT_SECONDS);
        let segments = (!self.segments.is_empty()).then(|| self.segments.clone());
        segments.or(self.rate.map(|rate| vec![Segment::steady(rate, seconds)]))
    }

    /// A closed loop by count has no length of its own.
    fn closed_seconds(&self) -> Option<f64> {
        self.seconds.or(self.requests.is_none().then_some(DEFAULT_SECONDS))
    }

    /// The stretch before a plan, at the rate that it begins with.
    pub fn warmup_plan(&self, plan: &[Segment]) -> Option<Segment> {
        let rate = plan.first()?.from;
        let by_count = (self.warmup_requests > 0).then_some(self.warmup_requests as f64 / rate);
        Some(Segment::steady(rate, self.warmup_seconds.or(by_count)?))
    }

    fn arrivals(&self) -> Arrivals {
        match self.arrivals {
            ArrivalsChoice::Constant => Arrivals::Constant,
            ArrivalsChoice::Poisson => Arrivals::Poisson,
        }
    }

    pub fn is_stratified(&self) -> bool {
        self.class_order == ClassOrder::Stratified
    }

    /// Fine pacing needs a core that nobody else wants: on a host with one core it would take the server's (LD4).
    pub fn pacing(&self) -> Option<Pacing> {
        let fastest = self.plan()?.iter().map(|segment| segment.from.max(segment.to)).fold(0.0, f64::max);
        Some(match self.pacing {
            PacingChoice::Fine => Pacing::Fine,
            PacingChoice::Tick => Pacing::Tick,
            PacingChoice::Auto if fastest / self.threads as f64 > MOST_FINE_RATE || cpu::online() == 1 => Pacing::Tick,
            PacingChoice::Auto => Pacing::Fine,
        })
    }

    pub fn load(&self) -> Load {
        let pace = match (self.plan(), self.pacing()) {
            (Some(plan), Some(pacing)) => {
                Pace::Open { schedule: Schedule::new(plan, self.arrivals(), self.seed), pacing }
            }
            _ => closed(self.requests, self.closed_seconds()),
        };
        Load { pace, mix: Mix::new(&self.classes, self.is_stratified(), self.seed) }
    }

    /// The same load as the measurement's, for a while before it.
    pub fn warmup(&self) -> Option<Load> {
        let seed = self.seed ^ WARMUP_SEED;
        let pace = match (self.plan(), self.pacing()) {
            (Some(plan), Some(pacing)) => {
                let before = vec![self.warmup_plan(&plan)?];
                Pace::Open { schedule: Schedule::new(before, self.arrivals(), seed), pacing }
            }
            _ => {
                let requests = (self.warmup_requests > 0).then_some(self.warmup_requests);
                let any = requests.is_some() || self.warmup_seconds.is_some();
                any.then_some(closed(requests, self.warmup_seconds))?
            }
        };
        Some(Load { pace, mix: Mix::new(&self.classes, self.is_stratified(), seed) })
    }

    pub fn shape(&self) -> LoadShape {
        match self.plan() {
            Some(segments) => LoadShape::Open {
                segments,
                arrivals: self.arrivals().name(),
                connections: self.connections,
                max_connections: self.max_connections,
            },
            None => LoadShape::Closed {
                connections: self.connections,
                think_us: self.think_ms.map(|ms| ms * 1_000),
                requests: self.requests,
                seconds: self.closed_seconds(),
            },
        }
    }

    /// For the first line.
    pub fn classes(&self) -> Option<Classes> {
        let class_order = if self.is_stratified() { "stratified" } else { "random" };
        (!self.classes.is_empty()).then(|| Classes { classes: self.classes.clone(), class_order })
    }

    pub fn class_names(&self) -> Vec<String> {
        match &self.classes[..] {
            [] => vec![ONLY_CLASS.to_owned()],
            classes => classes.iter().map(|class| class.name.clone()).collect(),
        }
    }

    /// What the requests of each class are; without classes, of the address.
    pub fn prepared(&self, target: &Target) -> Result<Vec<Prepared>, String> {
        let prepared = |path: &str, expected_body| Prepared {
            request: http::request(&target.host, path, !self.no_keep_alive),
            expected_body,
        };
        if self.classes.is_empty() {
            return Ok(vec![prepared(&target.path, self.expected_body()?)]);
        }
        if target.path != "/" {
            return Err(format!("With --class each class has its path; leave {} away from the address.", target.path));
        }
        let body_of = |class: &Class| self.class_bodies.iter().find(|body| body.name == class.name);
        let of_class = |class: &Class| prepared(&class.path, body_of(class).map(|body| body.text.clone().into_bytes()));
        Ok(self.classes.iter().map(of_class).collect())
    }

    fn expected_body(&self) -> Result<Option<Vec<u8>>, String> {
        let Some(path) = &self.expect_body_file else { return Ok(self.expect_body.clone().map(String::into_bytes)) };
        std::fs::read(path)
            .map(Some)
            .map_err(|error| format!("The expected body cannot be read from {} ({error}).", path.display()))
    }
}

/// However slow the server, a count of requests ends too (LD15).
fn closed(requests: Option<u64>, seconds: Option<f64>) -> Pace {
    Pace::Closed { requests, seconds: seconds.unwrap_or(MOST_SECONDS) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bounds;
    use serde_json::json;

    fn parse(args: &str) -> Result<Options, String> {
        let all = ["load", "http://127.0.0.1:1/"].into_iter().chain(args.split_whitespace());
        let options = Options::try_parse_from(all).map_err(|error| error.to_string())?;
        bounds::check(&options).map(|()| options)
    }

    #[test]
    fn ld1_a_setting_that_would_be_ignored_is_refused() {
        for args in [
            "--rate 5 --requests 5",
            "--arrivals poisson",
            "--pacing fine",
            "--warmup-requests 5 --warmup-seconds 1",
            "--expect-body a --expect-body-file b",
            "--rate 5 --segments 5:5:1",
            "--segments 5:5:1 --seconds 2",
            "--segments 5:5:1 --requests 5",
            "--rate 5 --think-ms 1",
            "--max-connections 100",
            "--class-order random",
            "--class-body a=x",
            "--class a=1:/ --expect-body x",
        ] {
            assert!(parse(args).is_err(), "{args}");
        }
    }

    #[test]
    fn ld1_the_shape_says_what_is_sent() {
        let shape = |args| serde_json::to_value(parse(args).unwrap().shape()).unwrap();
        assert_eq!(
            shape("--segments 1:5:2,5:5:3 --arrivals poisson --connections 3 --max-connections 9"),
            json!({
                "kind": "open", "arrivals": "poisson", "connections": 3, "maxConnections": 9,
                "segments": [{ "from": 1.0, "to": 5.0, "seconds": 2.0 }, { "from": 5.0, "to": 5.0, "seconds": 3.0 }],
            })
        );
        assert_eq!(
            shape("--think-ms 2 --requests 7"),
            json!({ "kind": "closed", "connections": 64, "thinkUs": 2000, "requests": 7 })
        );
    }

    #[test]
    fn ld6_each_class_asks_for_its_path_and_may_have_its_body() {
        let prepared = |url: &str, args: &str| parse(args).unwrap().prepared(&Target::parse(url).unwrap());
        let both = prepared("http://127.0.0.1:1", "--class a=1:/x --class b=1:/y --class-body b=pong").unwrap();
        let of = |one: &Prepared| (String::from_utf8(one.request.clone()).unwrap(), one.expected_body.clone());
        assert_eq!(of(&both[0]), ("GET /x HTTP/1.1\r\nhost: 127.0.0.1:1\r\n\r\n".into(), None));
        assert_eq!(of(&both[1]), ("GET /y HTTP/1.1\r\nhost: 127.0.0.1:1\r\n\r\n".into(), Some(b"pong".to_vec())));
        let refusal = prepared("http://127.0.0.1:1/ping", "--class a=1:/x").err().unwrap_or_default();
        assert!(refusal.contains("leave /ping away"), "{refusal}");
    }

    #[test]
    fn ld7_without_keep_alive_the_server_is_told_to_close() {
        let target = Target::parse("http://127.0.0.1:1/ping").unwrap();
        let prepared = parse("--no-keep-alive").unwrap().prepared(&target).unwrap();
        let text = String::from_utf8(prepared[0].request.clone()).unwrap();
        assert_eq!(text, "GET /ping HTTP/1.1\r\nhost: 127.0.0.1:1\r\nconnection: close\r\n\r\n");
    }

    #[test]
    fn ld4_a_high_rate_is_paced_by_ticks_unless_told_otherwise() {
        let pacing = |args| parse(args).unwrap().pacing();
        assert_eq!(pacing("--rate 10001"), Some(Pacing::Tick));
        assert_eq!(pacing("--rate 20000 --threads 2"), Some(Pacing::Fine));
        assert_eq!(pacing("--rate 20000 --pacing fine"), Some(Pacing::Fine));
        assert_eq!(pacing("--rate 10 --pacing tick"), Some(Pacing::Tick));
        assert_eq!(pacing("--segments 1:1:1,1:10001:1"), Some(Pacing::Tick));
        assert_eq!(pacing(""), None);
    }
}
