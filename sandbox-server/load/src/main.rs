//! load http://127.0.0.1:8080/ping --connections 64 --seconds 10
//! load ws ws://127.0.0.1:8080/echo --connections 10000 --hold-seconds 60    (see websocket/mod.rs)
//!
//! main thread: options → target → generator threads, each with a share (share.rs) and an event loop (engine.rs)
//! report thread: sums and prints what the engines hand over (report.rs)
mod bodies;
mod bounds;
mod class;
mod clock;
mod connection;
mod cpu;
mod engine;
mod fault;
mod flags;
mod histograms;
mod http;
mod interval;
mod leaving;
mod lines;
mod merge;
mod mix;
mod options;
mod outcome;
mod phase;
mod plan;
mod pool;
mod report;
mod request;
mod route;
mod share;
mod stop;
mod table;
mod target;
mod watch;
mod websocket;

use clap::{Parser, Subcommand};
use clock::Clock;
use connection::Exchange;
use engine::{Ended, Engine, Limits};
use leaving::MOST_LEAVING;
use lines::Line;
use options::Options;
use outcome::RunResult;
use plan::Pacing;
use pool::Connections;
use report::Kind;
use share::{Share, Start};
use std::io;
use std::thread;
use target::Target;

const BUFFER_BYTES: usize = 64 * 1024;
const NS_PER_MS: u64 = 1_000_000;

/// Puts load on an HTTP/1.1 server of this machine and says how late it was itself.
///
/// Without --rate and --segments the loop is closed: each connection sends its next request when the last one was
/// answered. With one of them it is open: requests are sent by plan, whether the server keeps up or not.
#[derive(Parser)]
#[command(name = "load", version, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    http: Option<Options>,
}

#[derive(Subcommand)]
enum Command {
    Ws(websocket::Options),
    Watch(watch::Options),
}

fn main() {
    match CommandLine::parse() {
        CommandLine { command: Some(Command::Ws(options)), .. } => websocket::run(&options),
        CommandLine { command: Some(Command::Watch(options)), .. } => {
            watch::run(options).unwrap_or_else(|sentence| exit(1, &sentence));
        }
        CommandLine { http: Some(options), .. } => load_http(&options),
        _ => unreachable!("clap asks for an address"),
    }
}

fn load_http(options: &Options) {
    let (clock, connections, exchange) = prepare(options).unwrap_or_else(|sentence| exit(2, &sentence));
    stop::on_signals();
    if options.json || options.end_with_stdin {
        stop::on_end_of_input();
    }
    if options.json {
        report::print(&hello(options, &clock));
    }
    let limits = Limits {
        wire_timeout_ns: options.wire_timeout_ms * NS_PER_MS,
        response_timeout_ns: options.response_timeout_ms.map(|ms| ms * NS_PER_MS),
        think_ns: options.think_ms.unwrap_or(0) * NS_PER_MS,
        drain_ns: options.drain_ms * NS_PER_MS,
        lingers: options.linger,
        interval_ns: options.interval_ms * NS_PER_MS,
    };
    let kind = Kind { open: options.plan().is_some(), classes: options.class_names() };
    let (reports, report) = report::start(options.json, &kind, options.threads);
    let start = Start::new(options.threads);
    let parts = Share::all(options.threads).zip(connections.split(options.threads)).zip(reports);
    let ended = thread::scope(|scope| {
        let generators: Vec<_> = parts
            .map(|((share, connections), reports)| {
                let (exchange, start) = (exchange.clone(), &start);
                scope.spawn(move || {
                    Engine::new(start, clock, connections, exchange, limits, reports)
                        .and_then(|engine| run(engine, options, share))
                        .unwrap_or_else(|error| exit(1, &format!("The load tool failed: {error}.")))
                })
            })
            .collect();
        let ended = generators.into_iter().map(|generator| generator.join().expect("generators do not panic"));
        ended.reduce(Ended::and).expect("at least one generator")
    });
    let measured = report.join().expect("the report thread does not panic");
    let result = RunResult::new(measured, ended, options.connections, options.pacing());
    if options.json {
        report::print(&result.done_line());
    } else {
        print!("{}", table::table(options, &result));
    }
}

/// Warm-up and measurement. A closed loop by time flows from one into the other: begun anew with all connections at once and
/// ended with all of them answered, it would count more answers than its time holds.
fn run(mut engine: Engine, options: &Options, share: Share) -> io::Result<Ended> {
    let load = options.load().share(share);
    match options.warmup().map(|warmup| warmup.share(share)) {
        Some(warmup) if warmup.flows_on() && load.flows_on() => engine.run_into_next("warmup", warmup)?,
        Some(warmup) => {
            engine.run("warmup", warmup)?;
        }
        None => {}
    }
    engine.run("measure", load)
}

/// What is wrong with the options or the server is found here, before anything is loaded.
fn prepare(options: &Options) -> Result<(Clock, Connections, Exchange), String> {
    bounds::check(options)?;
    let target = Target::parse(&options.url)?;
    let clock = options.epoch_us.map_or_else(|| Ok(Clock::start()), Clock::since)?;
    let exchange = Exchange {
        classes: options.prepared(&target)?,
        keep_alive: !options.no_keep_alive,
        buffer: vec![0; BUFFER_BYTES].into(),
    };
    Ok((clock, connect(options, &target)?, exchange))
}

/// Opens the connections that are kept; one that carries a single request is opened by that request.
fn connect(options: &Options, target: &Target) -> Result<Connections, String> {
    let count = options.connections;
    let most = options.max_connections.unwrap_or(count);
    let leaving = if options.no_keep_alive { MOST_LEAVING * options.threads } else { 0 };
    let (route, first) = target.route(most + leaving, None)?;
    let opened = if options.no_keep_alive { Vec::new() } else { route.open_all(first, count)? };
    Ok(Connections { route, opened, count, most })
}

fn hello(options: &Options, clock: &Clock) -> Line {
    Line::Hello {
        v: 1,
        run: options.run.clone(),
        seed: options.seed,
        threads: options.threads,
        cores: cpu::affinity(),
        pacing: options.pacing().map_or("none", Pacing::name),
        load: options.shape(),
        url: options.url.clone(),
        epoch_us: clock.epoch_us(),
        keep_alive: !options.no_keep_alive,
        classes: options.classes(),
    }
}

fn exit(code: i32, sentence: &str) -> ! {
    eprintln!("{sentence}");
    std::process::exit(code)
}
