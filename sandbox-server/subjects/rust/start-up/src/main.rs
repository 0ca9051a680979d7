//! Time from starting a server until it says that it listens, or from starting an empty program until it has ended.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

/// [1] Programs that do nothing show what the runtime takes; servers say when they listen.
fn command(what: &str) -> Command {
    let variants = std::env::var("VARIANTS").unwrap_or_default();
    let server = |folder: &str, words: &[&str]| {
        let mut command = Command::new(words[0]);
        // [2] Any port that is free.
        command
            .args(&words[1..])
            .envs([("HOST", "127.0.0.1"), ("PORT", "0")])
            .current_dir(format!("{variants}/{folder}"));
        command
    };
    let nothing = |words: &[&str]| {
        let mut command = Command::new(words[0]);
        command.args(&words[1..]);
        command
    };
    match what {
        "rust" => nothing(&["/proc/self/exe", "nothing"]),
        "node" => nothing(&["node", "-e", "0"]),
        "java" => nothing(&["java", "-XX:+UseSerialGC", "-version"]),
        "rust-hyper" => server("rust/hyper", &["../target/release/variant-hyper"]),
        "rust-axum" => server("rust/axum", &["../target/release/variant-axum"]),
        "spring" => {
            let heap = ["java", "-XX:+UseG1GC", "-Xms512m", "-Xmx512m", "-XX:ActiveProcessorCount=1"];
            server("java/spring-platform", &[&heap[..], &["-jar", "target/server.jar"]].concat())
        }
        "node-http" => server("node/http", &["node", "server.js"]),
        other => panic!("WHAT is \"{other}\", which is none of the programs here."),
    }
}

// #region time
fn start_up_ms(mut command: Command) -> f64 {
    let from = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it can be started");
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    if lines.any(|line| line.is_ok_and(|text| text.starts_with("{\"ready\""))) {
        let ms = from.elapsed().as_secs_f64() * 1e3;
        child.kill().expect("it is our child");
        child.wait().expect("it is our child");
        return ms;
    }
    // What says nothing of the kind is over when it has ended.
    assert!(child.wait().expect("it is our child").success(), "the program failed");
    from.elapsed().as_secs_f64() * 1e3
}
// #endregion time

fn main() {
    if std::env::args().nth(1).is_some() {
        return;
    }
    let what: String = report::setting("WHAT");
    report::repeat(|| vec![("startUp", start_up_ms(command(&what)))]);
    report::stay();
}
