//! LD14, LD15: what cannot work is refused before the run, with what would.

use std::process::Command;

/// What the tool says on standard error when a process may have as many open files.
fn refusal(files: u32, args: &str) -> String {
    let script = format!("ulimit -n {files}; exec {} ws {args}", env!("CARGO_BIN_EXE_load"));
    let output = Command::new("bash").args(["-c", &script]).output().unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{args}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn ab17_more_connections_than_open_files_are_refused_with_the_number_that_would_work() {
    let said = refusal(100, "ws://127.0.0.1:1/ --connections 10000 --hold-seconds 60");
    assert!(said.contains("10000 connections need more open files") && said.contains("68 would work"), "{said}");
}

#[test]
fn ld15_only_a_server_of_this_machine_is_loaded() {
    for (url, told) in [
        ("ws://192.0.2.1:80/", "not on this machine"),
        ("http://127.0.0.1:80/", "must begin with ws://"),
        ("ws://127.0.0.1:1/", "Start the server first"),
    ] {
        let said = refusal(100, url);
        assert!(said.contains(told) && said.trim_end().lines().count() == 1, "{url}: {said}");
    }
}
