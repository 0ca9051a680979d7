//! Servers named after their fault, and the load tool run against them as a person would run it.

use serde_json::Value;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npong";

/// What a fixture does with request number `n` (from 1) on its connection; false ends the connection.
type Behaviour = fn(stream: &mut TcpStream, n: usize) -> bool;

/// Listens on a free port; the first connection is the load tool asking whether anybody is there.
fn serve(behaviour: Behaviour) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            thread::spawn(move || converse(stream.unwrap(), behaviour));
        }
    });
    port
}

fn converse(mut stream: TcpStream, behaviour: Behaviour) {
    let mut buffer = [0; 1024];
    for n in 1.. {
        let mut seen = 0;
        while !buffer[..seen].ends_with(b"\r\n\r\n") {
            match stream.read(&mut buffer[seen..]) {
                Ok(0) | Err(_) => return,
                Ok(read) => seen += read,
            }
        }
        if !behaviour(&mut stream, n) {
            return;
        }
    }
}

/// Runs the tool with --json and returns its lines.
fn load(port: u16, args: &[&str]) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_load"))
        .arg(format!("http://127.0.0.1:{port}/ping"))
        .args(args)
        .arg("--json")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // Held open while it runs: it ends when its standard input does.
    let stdin = child.stdin.take();
    let output = child.wait_with_output().unwrap();
    drop(stdin);
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn done(lines: &[Value]) -> &Value {
    let done = lines.last().unwrap();
    assert_eq!(done["t"], "done");
    let totals = &done["totals"];
    let sum = ["ok", "failed"].iter().map(|key| totals[*key].as_u64().unwrap()).sum::<u64>();
    let rest = done["censored"].as_u64().unwrap() + done["unsent"].as_u64().unwrap();
    assert_eq!(totals["planned"].as_u64().unwrap(), sum + rest, "planned = ok + failed + censored + unsent");
    done
}

fn answers(stream: &mut TcpStream, _: usize) -> bool {
    stream.write_all(ANSWER).is_ok()
}

#[test]
fn ab3_an_open_loop_plans_and_answers_exactly_rate_times_seconds() {
    for rate in [1000, 5000] {
        let lines = load(serve(answers), &["--rate", &rate.to_string(), "--seconds", "1", "--connections", "16"]);
        let totals = &done(&lines)["totals"];
        assert_eq!((&totals["planned"], &totals["ok"], &totals["failed"]), (&rate.into(), &rate.into(), &0.into()));
    }
}

#[test]
fn a_closed_loop_by_count_sends_exactly_that_many_and_warm_up_does_not_count() {
    let lines = load(serve(answers), &["--requests", "1001", "--warmup-requests", "33", "--connections", "7"]);
    let totals = &done(&lines)["totals"];
    assert_eq!((&totals["sent"], &totals["ok"]), (&1001.into(), &1001.into()));
    let warm: u64 =
        lines.iter().filter(|line| line["phase"] == "warmup").map(|line| line["ok"].as_u64().unwrap()).sum();
    assert_eq!(warm, 33);
}

#[test]
fn ab14_the_counts_of_the_ticks_add_up_to_the_totals() {
    let lines = load(serve(answers), &["--rate", "2000", "--seconds", "1", "--arrivals", "poisson"]);
    let totals = &done(&lines)["totals"];
    for key in ["planned", "released", "sent", "ok", "failed", "bytesIn", "bytesOut"] {
        let sum: u64 = lines.iter().filter(|line| line["t"] == "tick").map(|line| line[key].as_u64().unwrap()).sum();
        assert_eq!(sum, totals[key].as_u64().unwrap(), "{key}");
    }
}

#[test]
fn ld12_an_overloaded_server_leaves_censored_requests_and_nothing_is_lost() {
    // One connection, 20 ms an answer: at most 50 a second of 200.
    fn slow(stream: &mut TcpStream, n: usize) -> bool {
        thread::sleep(Duration::from_millis(20));
        answers(stream, n)
    }
    let lines = load(serve(slow), &["--rate", "200", "--seconds", "1", "--connections", "1", "--drain-ms", "100"]);
    let done = done(&lines);
    assert_eq!(done["totals"]["planned"], 200);
    assert!(done["censored"].as_u64().unwrap() >= 100);
    assert!(done["flags"].as_array().unwrap().contains(&"backlog".into()));
}

/// Runs 40 requests on one connection at a time and returns how many failed, by kind.
fn errors(behaviour: Behaviour) -> (u64, Value) {
    let lines = load(serve(behaviour), &["--requests", "40", "--connections", "1", "--wire-timeout-ms", "200"]);
    let totals = done(&lines)["totals"].clone();
    (totals["ok"].as_u64().unwrap(), totals["errors"].clone())
}

#[test]
fn ab8_503_every_10th() {
    fn fault(stream: &mut TcpStream, n: usize) -> bool {
        if n % 10 == 0 {
            stream.write_all(b"HTTP/1.1 503 Busy\r\ncontent-length: 4\r\n\r\nbusy").is_ok()
        } else {
            answers(stream, n)
        }
    }
    assert_eq!(errors(fault), (36, serde_json::json!({ "status5xx": 4 })));
}

#[test]
fn ab8_404_every_20th() {
    fn fault(stream: &mut TcpStream, n: usize) -> bool {
        if n % 20 == 0 {
            stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n").is_ok()
        } else {
            answers(stream, n)
        }
    }
    assert_eq!(errors(fault), (38, serde_json::json!({ "status4xx": 2 })));
}

#[test]
fn ab8_half_body() {
    fn fault(stream: &mut TcpStream, _: usize) -> bool {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npo");
        false
    }
    assert_eq!(errors(fault), (0, serde_json::json!({ "eof": 40 })));
}

#[test]
fn ab8_wrong_length() {
    fn fault(stream: &mut TcpStream, _: usize) -> bool {
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\npong").is_ok()
    }
    assert_eq!(errors(fault), (0, serde_json::json!({ "bodyMismatch": 40 })));
}

#[test]
fn ld9_ab8_wrong_body_every_5th() {
    fn fault(stream: &mut TcpStream, n: usize) -> bool {
        if n % 5 == 0 {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npung").is_ok()
        } else if n % 2 == 0 {
            // Head and body in pieces.
            let (head, body) = ANSWER.split_at(ANSWER.len() - 2);
            stream.write_all(head).unwrap();
            thread::sleep(Duration::from_millis(2));
            stream.write_all(body).is_ok()
        } else {
            answers(stream, n)
        }
    }
    // A wrong body ends its connection, so the count begins anew after each.
    let port = serve(fault);
    let lines = load(port, &["--requests", "40", "--connections", "1", "--expect-body", "pong"]);
    let totals = &done(&lines)["totals"];
    assert_eq!((&totals["ok"], &totals["errors"]), (&32.into(), &serde_json::json!({ "bodyMismatch": 8 })));
    let lines = load(port, &["--requests", "4", "--connections", "1", "--expect-body", "pongs"]);
    assert_eq!(done(&lines)["totals"]["errors"], serde_json::json!({ "bodyMismatch": 4 }));
}

#[test]
fn ab8_no_http() {
    fn fault(stream: &mut TcpStream, _: usize) -> bool {
        stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n\r\n").is_ok()
    }
    assert_eq!(errors(fault), (0, serde_json::json!({ "parse": 40 })));
}

#[test]
fn ab8_accepts_then_resets() {
    fn fault(stream: &mut TcpStream, _: usize) -> bool {
        // Data left unread makes the kernel answer with a reset when the socket closes.
        let off = libc::linger { l_onoff: 1, l_linger: 0 };
        let fd = std::os::fd::AsRawFd::as_raw_fd(stream);
        // SAFETY: sets one option of an open socket.
        unsafe {
            libc::setsockopt(fd, libc::SOL_SOCKET, libc::SO_LINGER, (&raw const off).cast(), size_of_val(&off) as u32)
        };
        false
    }
    assert_eq!(errors(fault), (0, serde_json::json!({ "readReset": 40 })));
}

#[test]
fn ab8_never_answers() {
    let lines = {
        fn fault(_: &mut TcpStream, _: usize) -> bool {
            true
        }
        load(serve(fault), &["--requests", "3", "--connections", "3", "--wire-timeout-ms", "200"])
    };
    assert_eq!(done(&lines)["totals"]["errors"], serde_json::json!({ "timeout": 3 }));
}

#[test]
fn ab8_closes_after_every_10th_answer() {
    // The closing is announced, so it is no error: the next request connects anew.
    fn fault(stream: &mut TcpStream, n: usize) -> bool {
        if n % 10 == 0 {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 4\r\n\r\npong");
            return false;
        }
        answers(stream, n)
    }
    assert_eq!(errors(fault), (40, serde_json::json!({})));
}

#[test]
fn ab8_refuses_after_the_first_connection() {
    static CONNECTIONS: AtomicUsize = AtomicUsize::new(0);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let _ = listener.accept();
        CONNECTIONS.fetch_add(1, Ordering::SeqCst);
    });
    let child = thread::spawn(move || load(port, &["--requests", "5", "--connections", "1"]));
    let lines = child.join().unwrap();
    assert_eq!(CONNECTIONS.load(Ordering::SeqCst), 1);
    let totals = &done(&lines)["totals"];
    let errors = totals["errors"].as_object().unwrap();
    // The listener may close between the handshake of one connection and its accept: that one is reset.
    let refused = errors.get("connectRefused").map_or(0, |n| n.as_u64().unwrap());
    let cut = ["connectReset", "readReset", "eof"].iter().filter_map(|k| errors.get(*k)).map(|n| n.as_u64().unwrap());
    assert_eq!(refused + cut.sum::<u64>(), 5);
    assert!(refused >= 4, "{errors:?}");
}

fn refusal(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_load")).args(args).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn ld15_what_cannot_work_is_refused_in_one_sentence_before_the_run() {
    assert!(refusal(&["http://192.0.2.1:80/"]).contains("not on this machine"));
    assert!(refusal(&["https://127.0.0.1/"]).contains("must begin with http://"));
    assert!(refusal(&["http://127.0.0.1:1/"]).contains("Nothing answers on 127.0.0.1:1"));
    assert!(refusal(&["http://127.0.0.1:1/", "--connections", "100000000"]).contains("would work"));
    assert!(refusal(&["http://127.0.0.1:1/", "--rate", "-5"]).len() > 10);
    assert!(refusal(&["http://127.0.0.1:1/", "--rate", "5", "--requests", "5"]).contains("cannot be used with"));
}

#[test]
fn ld15_it_ends_with_its_standard_input() {
    let port = serve(answers);
    let mut child = Command::new(env!("CARGO_BIN_EXE_load"))
        .args([&format!("http://127.0.0.1:{port}/"), "--seconds", "600", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdin.take());
    let output = child.wait_with_output().unwrap();
    let last = String::from_utf8(output.stdout).unwrap().lines().last().unwrap().to_owned();
    let done: Value = serde_json::from_str(&last).unwrap();
    assert!(done["flags"].as_array().unwrap().contains(&"interrupted".into()));
}
