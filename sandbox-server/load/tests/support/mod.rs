//! A server scripted per test, and the load tool run against it as a person or the runner would run it.
#![allow(dead_code)] // Each test file uses its part.

use base64::Engine;
use hdrhistogram::Histogram;
use hdrhistogram::serialization::Deserializer;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

pub const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npong";

/// What a server does with request number `n` (from 1) on its connection; false ends the connection.
pub type Behaviour = fn(stream: &mut TcpStream, n: usize) -> bool;

pub fn answers(stream: &mut TcpStream, _: usize) -> bool {
    stream.write_all(ANSWER).is_ok()
}

/// Listens on a free port and returns it.
pub fn serve(behaviour: Behaviour) -> u16 {
    serve_counted(behaviour).0
}

/// The same, and how many connections it accepted so far.
pub fn serve_counted(behaviour: Behaviour) -> (u16, Arc<AtomicU64>) {
    listen(move |stream| converse(stream, behaviour))
}

/// Answers a path, for example `/ping`, with this body.
pub fn serve_bodies(body_of: fn(path: &str) -> String) -> u16 {
    let answer = move |mut stream: TcpStream| {
        stream.set_nodelay(true).unwrap();
        while let Some(head) = read_request(&mut stream) {
            let body = body_of(head.split(' ').nth(1).unwrap());
            let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
            if stream.write_all(answer.as_bytes()).is_err() {
                return;
            }
        }
    };
    listen(answer).0
}

fn listen(accept: impl Fn(TcpStream) + Clone + Send + 'static) -> (u16, Arc<AtomicU64>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let accepted = Arc::new(AtomicU64::new(0));
    let count = accepted.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            count.fetch_add(1, Ordering::SeqCst);
            let accept = accept.clone();
            thread::spawn(move || accept(stream.unwrap()));
        }
    });
    (port, accepted)
}

pub fn converse(mut stream: TcpStream, behaviour: Behaviour) {
    stream.set_nodelay(true).unwrap();
    for n in 1.. {
        if read_request(&mut stream).is_none() || !behaviour(&mut stream, n) {
            return;
        }
    }
}

/// The head of the next request; `None` when none comes any more.
pub fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut buffer = [0; 1024];
    let mut seen = 0;
    while !buffer[..seen].ends_with(b"\r\n\r\n") {
        match stream.read(&mut buffer[seen..]) {
            Ok(0) | Err(_) => return None,
            Ok(read) => seen += read,
        }
    }
    Some(String::from_utf8(buffer[..seen].to_vec()).unwrap())
}

/// The tool with --json; it ends early when the standard input of the child is dropped.
pub fn start(port: u16, args: &str) -> Child {
    let path = if args.contains("--class ") { "" } else { "/ping" };
    Command::new(env!("CARGO_BIN_EXE_load"))
        .arg(format!("http://127.0.0.1:{port}{path}"))
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

    pub fn hello(&self) -> &Value {
        assert_eq!(self.0[0]["t"], "hello");
        &self.0[0]
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

    pub fn ok_of(&self, class: &str) -> u64 {
        self.0["classes"][class]["ok"].as_u64().unwrap()
    }

    pub fn has_flag(&self, flag: &str) -> bool {
        self.0["flags"].as_array().unwrap().contains(&flag.into())
    }
}

pub fn load(port: u16, args: &str) -> Lines {
    Lines::of(start(port, args))
}

pub fn histogram(encoded: &Value) -> Histogram<u64> {
    let bytes = base64::engine::general_purpose::STANDARD.decode(encoded.as_str().unwrap()).unwrap();
    Deserializer::new().deserialize(&mut bytes.as_slice()).unwrap()
}
