//! LD13, LD14: many connections against a real echo server, all accounted for.

use crate::run::{Lines, count, kinds, start, ws};
use crate::ws_echo;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, SocketAddr};
use std::process::{Child, ChildStdout};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// An echo server, and where its connections come from.
fn echo() -> (u16, Receiver<SocketAddr>) {
    let listener = ws_echo::listen(0).unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, peers) = channel();
    thread::spawn(move || ws_echo::serve(listener, |from| sender.send(from).unwrap_or_default()).unwrap());
    (port, peers)
}

#[test]
fn ld13_connections_are_opened_and_closed() {
    let lines = ws(echo().0, "--connections 100 --connect-rate 2000 --drain-ms 20000");
    assert_eq!(lines.phases(), ["connect", "drain"]);
    assert_eq!(lines.hello()["load"]["kind"], "connect");
    assert_eq!(lines.outcome("connects"), (100, kinds(&[])));
    assert_eq!((count(lines.done(), "held"), count(lines.done(), "closed")), (100, 100));
    assert!(lines.done()["echoes"].is_null() && lines.done()["pings"].is_null());
}

#[test]
fn ld13_ab17_two_thousand_are_held_and_echoed_and_all_accounted_for() {
    let args =
        "--connections 2000 --connect-rate 2000 --hold-seconds 2 --echo-rate 1 --ping-seconds 2 --drain-ms 60000";
    let lines = ws(echo().0, &format!("{args} --response-timeout-ms 60000"));
    assert_eq!(lines.phases(), ["connect", "hold", "drain"]);
    assert_eq!(lines.outcome("connects"), (2000, kinds(&[])));
    assert_eq!(lines.outcome("echoes"), (4000, kinds(&[])));
    assert_eq!(lines.outcome("pings"), (2000, kinds(&[])));
    assert_eq!((count(lines.done(), "held"), count(lines.done(), "closed")), (2000, 2000));
    assert!(lines.ticks().any(|tick| tick["connected"] == 2000));
    let each_bytes = count(&lines.done()["memory"], "eachBytes");
    assert!(each_bytes <= 10_000, "{each_bytes} bytes a connection");
}

#[test]
fn ld13_echoes_are_text_or_binary_of_any_length() {
    let (port, _peers) = echo();
    for args in ["--echo-bytes 16", "--echo-bytes 65536 --seed 7", "--echo-as binary --echo-bytes 200"] {
        let fixed = "--connections 5 --hold-seconds 0.5 --echo-rate 20 --drain-ms 60000";
        let lines = ws(port, &format!("{fixed} {args}"));
        assert_eq!(lines.outcome("echoes"), (50, kinds(&[])), "{args}");
    }
}

#[test]
fn ld16_ab7_a_tool_that_is_stopped_while_it_holds_connections_says_so() {
    // It waits for nothing that it could be late for: only its missing pulse tells.
    let child = start(echo().0, "--connections 4 --hold-seconds 2 --drain-ms 20000");
    let send = |signal, ms| {
        // SAFETY: signals a child of this test.
        unsafe { libc::kill(child.id() as libc::pid_t, signal) };
        thread::sleep(Duration::from_millis(ms));
    };
    for _ in 0..5 {
        send(libc::SIGSTOP, 100);
        send(libc::SIGCONT, 100);
    }
    let output = child.wait_with_output().unwrap();
    let lines = Lines::of(&String::from_utf8(output.stdout).unwrap());
    let flags = lines.done()["flags"].as_array().unwrap();
    assert!(flags.contains(&"generatorStarved".into()), "{flags:?}");
}

#[test]
fn ld14_more_connections_than_one_source_may_have_come_from_several() {
    let (port, peers) = echo();
    let lines = ws(port, "--connections 31 --connections-per-source 10 --hold-seconds 0.2");
    assert_eq!((&lines.hello()["sources"], lines.outcome("connects").0), (&4.into(), 31));
    let mut from = BTreeMap::<IpAddr, u64>::new();
    peers.try_iter().for_each(|peer| *from.entry(peer.ip()).or_default() += 1);
    let expected = [("127.0.0.1", 8), ("127.0.0.2", 8), ("127.0.0.3", 8), ("127.0.0.4", 7)];
    assert_eq!(from, expected.map(|(ip, n)| (ip.parse().unwrap(), n)).into());
}

/// All lines up to one with this mark, and where the next ones come from.
fn printed_until(child: &mut Child, mark: &str) -> (BufReader<ChildStdout>, String) {
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut text = String::new();
    while !text.contains(mark) {
        out.read_line(&mut text).unwrap();
    }
    (out, text)
}

#[test]
fn me4_connections_of_a_run_that_lingers_are_closed_when_it_is_told_to_go() {
    let mut child = start(echo().0, "--connections 20 --hold-seconds 0.2 --drain-ms 60000 --linger");
    let (mut out, mut text) = printed_until(&mut child, "\"drain\"");
    thread::sleep(Duration::from_millis(500));
    assert!(child.try_wait().unwrap().is_none());
    child.stdin.as_mut().unwrap().write_all(b"\n").unwrap();
    out.read_to_string(&mut text).unwrap();
    assert!(child.wait().unwrap().success());
    let lines = Lines::of(&text);
    assert_eq!((count(lines.done(), "held"), lines.has_flag("interrupted")), (20, false));
}

#[test]
fn ld15_a_run_whose_standard_input_ends_is_over_and_still_exact() {
    let mut child = start(echo().0, "--connections 20 --hold-seconds 600 --echo-rate 10 --ping-seconds 1");
    let (mut out, mut text) = printed_until(&mut child, "\"hold\"");
    drop(child.stdin.take());
    out.read_to_string(&mut text).unwrap();
    assert!(child.wait().unwrap().success());
    let lines = Lines::of(&text);
    assert!(lines.has_flag("interrupted"));
    assert_eq!(count(lines.done(), "held"), 20);
}
