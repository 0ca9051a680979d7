//! load http://127.0.0.1:8080/ping --connections 64 --seconds 10
mod connection;
mod cpu;
mod engine;
mod flags;
mod histograms;
mod lines;
mod plan;
mod table;

use clap::{Parser, ValueEnum};
use engine::{Engine, INTERRUPTED, Load, Pacing, us};
use histograms::quantiles;
use lines::{Generator, Line, LoadShape, Segment};
use plan::{Arrivals, Schedule};
use std::io::{Read, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::atomic::Ordering;
use std::time::Duration;

#[derive(Clone, Copy, ValueEnum)]
enum PacingArg {
    Auto,
    Fine,
    Tick,
}

#[derive(Clone, Copy, ValueEnum)]
enum ArrivalsArg {
    Constant,
    Poisson,
}

/// Puts load on an HTTP server of this machine and says how late it was itself.
#[derive(Parser)]
#[command(version)]
struct Args {
    /// For example http://127.0.0.1:8080/ping
    url: String,
    /// Open at the same time
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// Length of the measurement; 10 unless --requests is given
    #[arg(long)]
    seconds: Option<f64>,
    /// Closed loop: exactly this many requests
    #[arg(long)]
    requests: Option<u64>,
    /// Open loop: requests a second, sent by plan, whether the server keeps up or not
    #[arg(long, conflicts_with = "requests")]
    rate: Option<f64>,
    #[arg(long, value_enum, default_value = "constant", requires = "rate")]
    arrivals: ArrivalsArg,
    /// Of the Poisson arrivals
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Requests before the measurement, which do not count
    #[arg(long, default_value_t = 0)]
    warmup_requests: u64,
    /// How due times are met: fine (to the timer) or tick (each millisecond)
    #[arg(long, value_enum, default_value = "auto", requires = "rate")]
    pacing: PacingArg,
    /// What the body of every good answer must be, byte for byte
    #[arg(long)]
    expect_body: Option<String>,
    /// How long answers are awaited after the last request
    #[arg(long, default_value_t = 2000)]
    drain_ms: u64,
    /// From sending a request to giving its answer up
    #[arg(long, default_value_t = 10_000)]
    wire_timeout_ms: u64,
    /// One JSON object a line; ends when standard input ends
    #[arg(long)]
    json: bool,
    /// A mark that is repeated in the first line
    #[arg(long)]
    run: Option<String>,
}

/// Requests a second.
const MOST_FINE_RATE: f64 = 10_000.0;
/// Every run is bounded (LD15).
const MOST_SECONDS: f64 = 3_600.0;

/// What was typed cannot work: one sentence, exit code 2.
fn usage(text: &str) -> ! {
    eprintln!("{text}");
    std::process::exit(2)
}

fn target(url: &str) -> (SocketAddr, String, String) {
    let Some(rest) = url.strip_prefix("http://") else {
        usage("The address must begin with http://, for example http://127.0.0.1:8080/ping.")
    };
    let (host, path) =
        rest.split_once('/').map_or((rest, String::from("/")), |(host, path)| (host, format!("/{path}")));
    let named = if host.contains(':') { host.to_string() } else { format!("{host}:80") };
    let Some(address) = named.to_socket_addrs().ok().and_then(|mut all| all.next()) else {
        usage(&format!("{host} is no address. Use http://127.0.0.1:PORT/path."))
    };
    if !address.ip().is_loopback() {
        usage(&format!("{host} is not on this machine. The load tool loads loopback addresses only."));
    }
    (address, host.to_string(), path)
}

extern "C" fn interrupt(_: libc::c_int) {
    INTERRUPTED.store(true, Ordering::Relaxed);
}

fn main() {
    let args = Args::parse();
    let (address, host, path) = target(&args.url);
    if args.connections == 0 || args.requests == Some(0) {
        usage("--connections and --requests must be at least 1.");
    }
    if args.rate.is_some_and(|rate| !(rate > 0.0 && rate <= 1e6))
        || args.seconds.is_some_and(|seconds| !(seconds > 0.0 && seconds <= MOST_SECONDS))
    {
        usage(&format!(
            "--rate must be above 0 and at most 1000000 a second, --seconds above 0 and at most {MOST_SECONDS}."
        ));
    }
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: reads and raises this process's own limit of open files.
    unsafe {
        libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit);
        limit.rlim_cur = limit.rlim_max;
        libc::setrlimit(libc::RLIMIT_NOFILE, &limit);
        let handler = interrupt as extern "C" fn(libc::c_int);
        libc::signal(libc::SIGINT, handler as libc::sighandler_t);
        libc::signal(libc::SIGTERM, handler as libc::sighandler_t);
    }
    let most = (limit.rlim_max as usize).saturating_sub(32);
    if args.connections > most {
        usage(&format!(
            "{} connections need more open files than this process may have; {most} would work.",
            args.connections
        ));
    }
    if let Err(error) = std::net::TcpStream::connect_timeout(&address, Duration::from_secs(2)) {
        usage(&format!("Nothing answers on {address} ({error}). Start the server first."));
    }
    if args.json {
        std::thread::spawn(|| {
            let mut rest = [0; 256];
            while std::io::stdin().read(&mut rest).is_ok_and(|n| n > 0) {}
            INTERRUPTED.store(true, Ordering::Relaxed);
        });
    }
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n\r\n").into_bytes();
    let json = args.json;
    let print = move |line: &Line| {
        if json {
            let mut out = std::io::stdout().lock();
            let _ = serde_json::to_writer(&mut out, line);
            let _ = out.write_all(b"\n");
            let _ = out.flush();
        }
    };
    let seconds = args.seconds.or(args.requests.is_none().then_some(10.0));
    let arrivals = match args.arrivals {
        ArrivalsArg::Constant => Arrivals::Constant,
        ArrivalsArg::Poisson => Arrivals::Poisson,
    };
    // Fine pacing needs a core that nobody else wants; beyond its rate a tick is as good and cheaper (LD4).
    let pacing = match args.pacing {
        PacingArg::Fine => Pacing::Fine,
        PacingArg::Tick => Pacing::Tick,
        PacingArg::Auto if args.rate.is_some_and(|rate| rate > MOST_FINE_RATE) => Pacing::Tick,
        PacingArg::Auto => Pacing::Fine,
    };
    let shape = match args.rate {
        Some(rate) => LoadShape::Open {
            segments: vec![Segment { from: rate, to: rate, seconds: seconds.unwrap_or(10.0) }],
            arrivals: if arrivals == Arrivals::Poisson { "poisson" } else { "constant" },
            connections: args.connections,
        },
        None => LoadShape::Closed { connections: args.connections, requests: args.requests, seconds },
    };
    print(&Line::Hello {
        v: 1,
        run: args.run.clone(),
        seed: args.seed,
        threads: 1,
        cores: cpu::affinity(),
        pacing: match (args.rate, pacing) {
            (None, _) => "none",
            (_, Pacing::Fine) => "fine",
            (_, Pacing::Tick) => "tick",
        },
        load: shape,
        url: args.url.clone(),
    });
    let mut engine = Engine::new(
        address,
        request,
        args.connections,
        args.expect_body.as_deref().map(|body| body.as_bytes().into()),
        Duration::from_millis(args.wire_timeout_ms),
        Duration::from_millis(args.drain_ms),
        Box::new(print),
    )
    .unwrap_or_else(|error| usage(&format!("The load tool cannot start: {error}.")));
    let fail = |error: std::io::Error| -> ! {
        eprintln!("The load tool failed: {error}.");
        std::process::exit(1)
    };
    if args.warmup_requests > 0 {
        let warmup = Load::Closed { requests: Some(args.warmup_requests), seconds: None };
        engine.run("warmup", warmup).unwrap_or_else(|error| fail(error));
    }
    let load = match args.rate {
        Some(rate) => {
            Load::Open { schedule: Schedule::new(rate, seconds.unwrap_or(10.0), arrivals, args.seed), pacing }
        }
        None => Load::Closed { requests: args.requests, seconds },
    };
    let outcome = engine.run("measure", load).unwrap_or_else(|error| fail(error));
    let wall = outcome.measured_ns.max(1) as f64;
    let lag = outcome.lag.as_ref().map(|lag| quantiles(&lag.total));
    let flags = flags::flags(&flags::Seen {
        closed: args.rate.is_none(),
        fine: pacing == Pacing::Fine,
        busy: outcome.cpu_ns as f64 / wall,
        run_delay_share: outcome.run_delay_ns.map(|delay| delay as f64 / wall),
        lag_p99_us: lag.and_then(|lag| lag.p99),
        response_p99_us: outcome.response_us().p99,
        planned: outcome.counts.planned,
        released: outcome.counts.released,
        ok: outcome.counts.ok,
        failed: outcome.counts.failed,
        censored: outcome.censored,
        unsent: outcome.unsent,
        own_faults: ["noPorts", "noFiles"].iter().filter_map(|kind| outcome.counts.errors.get(kind)).sum(),
        interrupted: outcome.interrupted,
    });
    let (response, service) = (outcome.response_us(), outcome.service_us());
    if args.json {
        let done = Line::Done {
            at_us: us(engine.now_ns()),
            measured_us: us(outcome.measured_ns),
            totals: outcome.counts.totals(),
            censored: outcome.censored,
            unsent: outcome.unsent,
            classes: outcome.classes(),
            lag: outcome.lag.as_ref().map(|lag| histograms::encode(&lag.total)),
            r#gen: Generator { cpu_us: us(outcome.cpu_ns), run_delay_us: outcome.run_delay_ns.map(us) },
            response_us: response,
            service_us: service,
            flags,
        };
        println!("{}", serde_json::to_string(&done).expect("plain data"));
        return;
    }
    print!("{}", table::table(&args.url, args.connections, &outcome, &flags));
}
