//! A server scripted per test, and the load tool run against it as a person or the runner would run it.
#![allow(dead_code)] // Each test file uses its part.

use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;

pub const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npong";

/// What a server does with request number `n` (from 1) on its connection; false ends the connection.
pub type Behaviour = fn(stream: &mut TcpStream, n: usize) -> bool;

pub fn answers(stream: &mut TcpStream, _: usize) -> bool {
    stream.write_all(ANSWER).is_ok()
}

/// Listens on a free port and returns it.
pub fn serve(behaviour: Behaviour) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            thread::spawn(move || converse(stream.unwrap(), behaviour));
        }
    });
    port
}

pub fn converse(mut stream: TcpStream, behaviour: Behaviour) {
    stream.set_nodelay(true).unwrap();
    for n in 1.. {
        if !read_request(&mut stream) || !behaviour(&mut stream, n) {
            return;
        }
    }
}

pub fn read_request(stream: &mut TcpStream) -> bool {
    let mut buffer = [0; 1024];
    let mut seen = 0;
    while !buffer[..seen].ends_with(b"\r\n\r\n") {
        match stream.read(&mut buffer[seen..]) {
            Ok(0) | Err(_) => return false,
            Ok(read) => seen += read,
        }
    }
    true
}

/// The tool with --json; it ends early when the standard input of the child is dropped.
pub fn start(port: u16, args: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_load"))
        .arg(format!("http://127.0.0.1:{port}/ping"))
        .args(args.split_whitespace())
        .arg("--json")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What the tool printed, a line each.
pub struct Lines(pub Vec<Value>);

impl Lines {
    pub fn of(mut child: Child) -> Self {
        let stdin = child.stdin.take();
        let output = child.wait_with_output().unwrap();
        drop(stdin);
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        Self(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    pub fn ticks(&self) -> impl Iterator<Item = &Value> {
        self.0.iter().filter(|line| line["t"] == "tick")
    }

    pub fn phases(&self) -> Vec<&str> {
        self.0.iter().filter(|line| line["t"] == "phase").map(|line| line["name"].as_str().unwrap()).collect()
    }

    /// The last line, its accounting proven.
    pub fn done(&self) -> Done<'_> {
        let done = Done(self.0.last().unwrap());
        assert_eq!(done.0["t"], "done");
        let ended = done.total("ok") + done.total("failed");
        assert_eq!(done.total("planned"), ended + done.count("censored") + done.count("unsent"));
        assert_eq!(done.errors().values().sum::<u64>(), done.total("failed"));
        done
    }
}

pub struct Done<'a>(pub &'a Value);

impl Done<'_> {
    pub fn total(&self, key: &str) -> u64 {
        self.0["totals"][key].as_u64().unwrap()
    }

    pub fn count(&self, key: &str) -> u64 {
        self.0[key].as_u64().unwrap()
    }

    pub fn errors(&self) -> BTreeMap<String, u64> {
        serde_json::from_value(self.0["totals"]["errors"].clone()).unwrap()
    }

    pub fn has_flag(&self, flag: &str) -> bool {
        self.0["flags"].as_array().unwrap().contains(&flag.into())
    }
}

pub fn load(port: u16, args: &str) -> Lines {
    Lines::of(start(port, args))
}
