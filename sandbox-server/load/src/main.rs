//! load http://127.0.0.1:8080/ping --connections 64 --seconds 10
//! load ws ws://127.0.0.1:8080/echo --connections 10000 --hold-seconds 60    (see websocket/mod.rs)
//!
//! main thread: options → target → engine (one event loop, see engine.rs)
//! report thread: sums and prints what the engine hands over (report.rs)
mod clock;
mod connection;
mod cpu;
mod engine;
mod fault;
mod flags;
mod histograms;
mod http;
mod interval;
mod lines;
mod options;
mod phase;
mod plan;
mod report;
mod route;
mod stop;
mod table;
mod target;
mod watch;
mod websocket;

use clap::{Parser, Subcommand};
use connection::Exchange;
use engine::{Engine, Limits};
use lines::Line;
use options::Options;
use plan::Pacing;
use target::Target;

const BUFFER_BYTES: usize = 64 * 1024;
const NS_PER_MS: u64 = 1_000_000;

/// Puts load on an HTTP/1.1 server of this machine and says how late it was itself.
///
/// Without --rate the loop is closed: each connection sends its next request when the last one was answered.
/// With --rate it is open: requests are sent by plan, whether the server keeps up or not.
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
    let (target, expected_body) = check(options).unwrap_or_else(|sentence| exit(2, &sentence));
    let (route, opened) = target.open(options.connections).unwrap_or_else(|sentence| exit(2, &sentence));
    stop::on_signals();
    if options.json || options.end_with_stdin {
        stop::on_end_of_input();
    }
    if options.json {
        report::print(&hello(options));
    }
    let exchange = Exchange {
        request: http::request(&target.host, &target.path),
        expected_body,
        buffer: vec![0; BUFFER_BYTES].into(),
    };
    let limits = Limits {
        wire_timeout_ns: options.wire_timeout_ms * NS_PER_MS,
        drain_ns: options.drain_ms * NS_PER_MS,
        interval_ns: options.interval_ms * NS_PER_MS,
    };
    let (reports, thread) = report::start(options.json, options.rate.is_some());
    let ended = Engine::new(route, opened, exchange, limits, reports)
        .and_then(|mut engine| {
            if let Some(warmup) = options.warmup() {
                engine.run("warmup", warmup)?;
            }
            engine.run("measure", options.load())
        })
        .unwrap_or_else(|error| exit(1, &format!("The load tool failed: {error}.")));
    let measured = thread.join().expect("the report thread does not panic");
    let fine = options.pacing() == Some(Pacing::Fine);
    let result = report::Result::new(measured, ended, options.connections, fine);
    if options.json {
        report::print(&result.done_line());
    } else {
        print!("{}", table::table(options, &result));
    }
}

fn check(options: &Options) -> Result<(Target, Option<Vec<u8>>), String> {
    options.check()?;
    Ok((Target::parse(&options.url)?, options.expected_body()?))
}

fn hello(options: &Options) -> Line {
    Line::Hello {
        v: 1,
        run: options.run.clone(),
        seed: options.seed,
        threads: 1,
        cores: cpu::affinity(),
        pacing: options.pacing().map_or("none", Pacing::name),
        load: options.shape(),
        url: options.url.clone(),
    }
}

fn exit(code: i32, sentence: &str) -> ! {
    eprintln!("{sentence}");
    std::process::exit(code)
}
