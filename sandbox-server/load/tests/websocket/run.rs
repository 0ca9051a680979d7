//! Runs `load ws` with --json and proves the accounting of what it printed.

use serde_json::Value;
use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};

pub fn start(port: u16, args: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_load"))
        .args(["ws", &format!("ws://127.0.0.1:{port}/echo"), "--json"])
        .args(args.split_whitespace())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

pub fn ws(port: u16, args: &str) -> Lines {
    let mut child = start(port, args);
    let stdin = child.stdin.take();
    let output = child.wait_with_output().unwrap();
    drop(stdin);
    assert!(output.status.success());
    Lines::of(&String::from_utf8(output.stdout).unwrap())
}

pub struct Lines(Vec<Value>);

impl Lines {
    /// Every run is exact, whatever went wrong in it: each kind has one outcome for each that was planned, and the
    /// ticks together are the whole.
    pub fn of(text: &str) -> Self {
        let lines = Self(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect());
        let done = lines.done();
        for kind in ["connects", "echoes", "pings"].into_iter().filter(|kind| !done[*kind].is_null()) {
            let whole = &done[kind];
            let outcomes: u64 = ["ok", "failed", "censored", "unsent"].iter().map(|key| count(whole, key)).sum();
            assert_eq!(count(whole, "planned"), outcomes, "{kind}: {whole}");
            assert_eq!(count(whole, "failed"), errors(whole).values().sum::<u64>(), "{kind}: {whole}");
            for key in ["planned", "sent", "ok", "failed"] {
                let ticks: u64 = lines.ticks().map(|tick| count(&tick[kind], key)).sum();
                assert_eq!(ticks, count(whole, key), "{kind}: {key} of all ticks");
            }
        }
        assert_eq!(count(done, "held") + lines.lost().values().sum::<u64>(), count(&done["connects"], "ok"));
        lines
    }

    pub fn hello(&self) -> &Value {
        &self.0[0]
    }

    pub fn ticks(&self) -> impl Iterator<Item = &Value> {
        self.0.iter().filter(|line| line["t"] == "tick")
    }

    pub fn phases(&self) -> Vec<&str> {
        self.0.iter().filter(|line| line["t"] == "phase").map(|line| line["name"].as_str().unwrap()).collect()
    }

    pub fn done(&self) -> &Value {
        self.0.last().filter(|line| line["t"] == "done").unwrap()
    }

    /// Of connections, echoes or pings: how many were good, and the errors by kind.
    pub fn outcome(&self, kind: &str) -> (u64, BTreeMap<String, u64>) {
        let whole = &self.done()[kind];
        (count(whole, "ok"), errors(whole))
    }

    pub fn lost(&self) -> BTreeMap<String, u64> {
        serde_json::from_value(self.done()["lost"].clone()).unwrap()
    }

    pub fn has_flag(&self, flag: &str) -> bool {
        self.done()["flags"].as_array().unwrap().contains(&flag.into())
    }
}

pub fn count(of: &Value, key: &str) -> u64 {
    of[key].as_u64().unwrap_or_else(|| panic!("{key} of {of}"))
}

fn errors(of: &Value) -> BTreeMap<String, u64> {
    serde_json::from_value(of["errors"].clone()).unwrap()
}

pub fn kinds(of: &[(&str, u64)]) -> BTreeMap<String, u64> {
    of.iter().map(|(kind, count)| (kind.to_string(), *count)).collect()
}
