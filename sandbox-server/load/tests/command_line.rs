//! What a person meets: a table, and refusals in one sentence.

mod support;

use std::process::{Command, Output, Stdio};
use support::{answers, serve};

fn run(args: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_load")).args(args.split_whitespace()).stdin(Stdio::null()).output().unwrap()
}

fn refusal(args: &str) -> String {
    let output = run(args);
    assert_eq!(output.status.code(), Some(2), "{args}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn ld15_what_cannot_work_is_refused_in_one_sentence_before_the_run() {
    for (args, told) in [
        ("http://192.0.2.1:80/", "not on this machine"),
        ("https://127.0.0.1/", "must begin with http://"),
        ("http://127.0.0.1:1/ --json", "Nothing answers on 127.0.0.1:1"),
        ("http://127.0.0.1:1/ --connections 100000000", "would work"),
        ("http://127.0.0.1:1/ --rate -5", "--rate must be above 0"),
        ("http://127.0.0.1:1/ --rate 5 --requests 5", "cannot be used with"),
        ("http://127.0.0.1:1/ --segments 5:5", "FROM:TO:SECONDS"),
        ("http://127.0.0.1:1/ping --class a=1:/a", "leave /ping away"),
        ("http://127.0.0.1:1/ --epoch-us 999999999999999", "in the future"),
        ("http://127.0.0.1:1/ --expect-body-file /no/such/file", "cannot be read from /no/such/file"),
    ] {
        let text = refusal(args);
        assert!(text.contains(told), "{args}: {text}");
    }
}

#[test]
fn without_json_a_person_reads_a_table_even_when_nothing_is_typed() {
    let port = serve(answers);
    let output = run(&format!("http://127.0.0.1:{port}/ping --requests 2000 --connections 4"));
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    for told in ["closed loop, 4 connections", "2000 planned = 2000 ok", "service time", "load tool"] {
        assert!(text.contains(told), "{text}");
    }
    let output = run(&format!("http://127.0.0.1:{port}/ping --rate 500 --seconds 0.4 --connections 4"));
    let text = String::from_utf8(output.stdout).unwrap();
    for told in ["open loop at 500/s", "200 planned = 200 ok", "response time", "sent late by"] {
        assert!(text.contains(told), "{text}");
    }
    let classes = "--class some=1:/ping --class others=1:/ping --class-order stratified";
    let open = "--segments 0:200:1,200:200:0.5 --connections 4 --no-keep-alive";
    let output = run(&format!("http://127.0.0.1:{port} {open} {classes}"));
    let text = String::from_utf8(output.stdout).unwrap();
    for told in ["open loop at 0-200, 200-200/s", "200 planned = 200 ok", "connecting", "others"] {
        assert!(text.contains(told), "{text}");
    }
}
