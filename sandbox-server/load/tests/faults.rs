//! AB8: servers named after their fault, and exact counts per error kind.

mod support;

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::os::fd::AsRawFd;
use std::thread;
use std::time::{Duration, Instant};
use support::{ANSWER, Behaviour, Lines, answers, converse, histogram, load, read_request, serve, start};

/// Runs 40 requests on one connection: how many were good, and the errors by kind.
fn run(behaviour: Behaviour) -> (u64, Vec<(String, u64)>) {
    run_with(serve(behaviour), "--requests 40 --connections 1 --wire-timeout-ms 5000")
}

fn run_with(port: u16, args: &str) -> (u64, Vec<(String, u64)>) {
    let lines = load(port, args);
    let done = lines.done();
    (done.total("ok"), done.errors().into_iter().collect())
}

fn kinds(of: &[(&str, u64)]) -> Vec<(String, u64)> {
    of.iter().map(|(kind, count)| (kind.to_string(), *count)).collect()
}

/// The next close of the stream becomes a reset.
fn reset_on_close(stream: &TcpStream) {
    let linger = libc::linger { l_onoff: 1, l_linger: 0 };
    let (fd, size) = (stream.as_raw_fd(), size_of_val(&linger) as u32);
    // SAFETY: sets one option of an open socket.
    unsafe { libc::setsockopt(fd, libc::SOL_SOCKET, libc::SO_LINGER, (&raw const linger).cast(), size) };
}

#[test]
fn ab8_503_every_10th() {
    fn fault(stream: &mut TcpStream, n: usize) -> bool {
        let busy = b"HTTP/1.1 503 Busy\r\ncontent-length: 4\r\n\r\nbusy";
        stream.write_all(if n % 10 == 0 { busy } else { ANSWER }).is_ok()
    }
    assert_eq!(run(fault), (36, kinds(&[("status5xx", 4)])));
}

#[test]
fn ab8_404_every_20th() {
    fn fault(stream: &mut TcpStream, n: usize) -> bool {
        let gone = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";
        stream.write_all(if n % 20 == 0 { gone } else { ANSWER }).is_ok()
    }
    assert_eq!(run(fault), (38, kinds(&[("status4xx", 2)])));
}

#[test]
fn ab8_half_body() {
    fn fault(stream: &mut TcpStream, _: usize) -> bool {
        let _ = stream.write_all(&ANSWER[..ANSWER.len() - 2]);
        false
    }
    assert_eq!(run(fault), (0, kinds(&[("eof", 40)])));
}

#[test]
fn ab8_wrong_length() {
    fn fault(stream: &mut TcpStream, _: usize) -> bool {
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\npong").is_ok()
    }
    assert_eq!(run(fault), (0, kinds(&[("bodyMismatch", 40)])));
}

#[test]
fn ld9_ab8_wrong_body_every_5th() {
    fn fault(stream: &mut TcpStream, n: usize) -> bool {
        let wrong = b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npung";
        if n % 5 == 0 {
            return stream.write_all(wrong).is_ok();
        }
        // Head and body in pieces.
        let (head, body) = ANSWER.split_at(ANSWER.len() - 2);
        stream.write_all(head).unwrap();
        thread::sleep(Duration::from_millis(2));
        stream.write_all(body).is_ok()
    }
    let port = serve(fault);
    let args = "--requests 40 --connections 1";
    assert_eq!(run_with(port, &format!("{args} --expect-body pong")), (32, kinds(&[("bodyMismatch", 8)])));
    let file = std::env::temp_dir().join(format!("load-expected-{}", std::process::id()));
    std::fs::write(&file, "pongs").unwrap();
    let all = run_with(port, &format!("{args} --expect-body-file {}", file.display()));
    std::fs::remove_file(&file).unwrap();
    assert_eq!(all, (0, kinds(&[("bodyMismatch", 40)])));
}

#[test]
fn ab8_no_http() {
    fn fault(stream: &mut TcpStream, _: usize) -> bool {
        stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n\r\n").is_ok()
    }
    assert_eq!(run(fault), (0, kinds(&[("parse", 40)])));
}

#[test]
fn ab8_accepts_then_resets() {
    fn fault(stream: &mut TcpStream, _: usize) -> bool {
        reset_on_close(stream);
        false
    }
    assert_eq!(run(fault), (0, kinds(&[("readReset", 40)])));
}

#[test]
fn ab8_resets_before_a_request() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let all: Vec<TcpStream> = listener.incoming().take(40).map(Result::unwrap).collect();
        // The last is known to be open by now; and nothing is sent for half a second, so that all are gone when used.
        thread::sleep(Duration::from_millis(100));
        all.iter().for_each(reset_on_close);
    });
    let args = "--segments 0:0:0.5,40:40:1 --connections 40";
    assert_eq!(run_with(port, args), (0, kinds(&[("writeReset", 40)])));
}

#[test]
fn ab8_accepts_no_more() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    // SAFETY: listens again, with room for one connection.
    assert_eq!(unsafe { libc::listen(listener.as_raw_fd(), 0) }, 0);
    let port = listener.local_addr().unwrap().port();
    // The tool's look at the server takes the one place; from then on nothing answers the handshake.
    let args = "--no-keep-alive --requests 5 --connections 3 --wire-timeout-ms 100";
    assert_eq!(run_with(port, args), (0, kinds(&[("connectTimeout", 5)])));
}

#[test]
fn ld10_the_tool_has_no_files_left() {
    let args = "--segments 0:0:0.5,40:40:0.5 --connections 4 --no-keep-alive";
    let child = start(serve(answers), args);
    thread::sleep(Duration::from_millis(250));
    let none = libc::rlimit { rlim_cur: 3, rlim_max: 3 };
    // SAFETY: lowers a limit of the child that this test started.
    unsafe { libc::prlimit(child.id() as libc::pid_t, libc::RLIMIT_NOFILE, &none, std::ptr::null_mut()) };
    let lines = Lines::of(child);
    let done = lines.done();
    assert_eq!((done.total("planned"), done.errors()["noFiles"]), (20, 20));
    assert!(done.has_flag("fault"));
}

#[test]
fn ab8_never_answers() {
    fn fault(_: &mut TcpStream, _: usize) -> bool {
        true
    }
    let args = "--requests 5 --connections 3 --wire-timeout-ms 100";
    assert_eq!(run_with(serve(fault), args), (0, kinds(&[("timeout", 5)])));
}

#[test]
fn ld11_ab8_never_answers_in_time_for_what_waits_behind_it_either() {
    fn fault(_: &mut TcpStream, _: usize) -> bool {
        true
    }
    let args = "--rate 20 --seconds 0.5 --connections 1 --response-timeout-ms 100 --drain-ms 60000";
    let lines = load(serve(fault), args);
    let done = lines.done();
    assert_eq!((done.total("planned"), done.errors()["timeout"], done.count("unsent")), (10, 10, 0));
    // Timeouts are recorded at their age (LD10).
    assert_eq!(histogram(&done.0["classes"]["all"]["response"]).len(), 10);
}

#[test]
fn ab8_closes_every_10th_and_says_so() {
    // An announced end is no error: the next request connects anew.
    fn fault(stream: &mut TcpStream, n: usize) -> bool {
        if n % 10 != 0 {
            return answers(stream, n);
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 4\r\n\r\npong");
        false
    }
    assert_eq!(run(fault), (40, kinds(&[])));
}

#[test]
fn ld8_ab8_closes_every_100() {
    // Unannounced: the request after each hundredth answer meets a closed connection, however soon it is sent.
    fn fault(stream: &mut TcpStream, n: usize) -> bool {
        answers(stream, n) && n % 100 != 0
    }
    let port = serve(fault);
    assert_eq!(run_with(port, "--requests 1010 --connections 1"), (1000, kinds(&[("staleClose", 10)])));
    assert_eq!(
        run_with(port, "--rate 2020 --seconds 0.5 --connections 1 --drain-ms 60000"),
        (1000, kinds(&[("staleClose", 10)]))
    );
}

#[test]
fn ld8_a_server_that_ends_instead_of_answering_is_not_a_stale_close() {
    fn answers_three_then_ends(stream: &mut TcpStream, n: usize) -> bool {
        n <= 3 && answers(stream, n)
    }
    assert_eq!(run(answers_three_then_ends), (30, kinds(&[("eof", 10)])));
}

#[test]
fn ab8_chunked_and_without_length_are_no_faults() {
    fn unusual(stream: &mut TcpStream, n: usize) -> bool {
        if n % 2 == 1 {
            let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\npong\r\n0\r\n\r\n";
            return stream.write_all(chunked).is_ok();
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\npong");
        false
    }
    assert_eq!(run_with(serve(unusual), "--requests 40 --connections 1 --expect-body pong"), (40, kinds(&[])));
}

#[test]
fn ab8_refuses_after_the_first_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        drop(listener);
        assert!(read_request(&mut stream).is_some());
    });
    let args = "--requests 5 --connections 1";
    assert_eq!(run_with(port, args), (0, kinds(&[("connectRefused", 4), ("eof", 1)])));
    server.join().unwrap();
}

#[test]
fn a_dead_server_is_not_asked_without_end() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        drop(listener);
        converse(stream, |stream, n| answers(stream, n) && n < 10);
    });
    let begun = Instant::now();
    let lines = load(port, "--seconds 0.5 --connections 1");
    // It ends; and with a rest of 10 ms after each refusal there are some fifty, not thousands.
    assert!(begun.elapsed() < Duration::from_secs(30));
    let refused = lines.done().errors()["connectRefused"];
    assert!((1..=51).contains(&refused), "{refused}");
    assert!(lines.done().has_flag("errors"));
}

/// A network of this thread's own, and of what it starts, with nothing in it but loopback; false where only root may.
fn own_network() -> bool {
    // SAFETY: concerns this thread only; the request is a zeroed structure with a name and flags.
    unsafe {
        if libc::unshare(libc::CLONE_NEWNET) != 0 {
            return false;
        }
        let socket = libc::socket(libc::AF_INET, libc::SOCK_DGRAM | libc::SOCK_CLOEXEC, 0);
        let mut up: libc::ifreq = std::mem::zeroed();
        (up.ifr_name[0], up.ifr_name[1]) = (b'l' as libc::c_char, b'o' as libc::c_char);
        up.ifr_ifru.ifru_flags = libc::IFF_UP as libc::c_short;
        assert_eq!(libc::ioctl(socket, libc::SIOCSIFFLAGS, &raw const up), 0);
        libc::close(socket);
    }
    true
}

#[test]
fn ab8_ld10_no_ports() {
    /// Leaves it to the client to close, which keeps the client's port busy for a minute.
    fn fault(stream: &mut TcpStream, _: usize) -> bool {
        stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 4\r\n\r\npong").is_ok()
    }
    if !own_network() {
        eprintln!("Not run: a network with four ports needs root.");
        return;
    }
    let port = serve(fault);
    std::fs::write("/proc/sys/net/ipv4/ip_local_port_range", "10000 10003").unwrap();
    std::fs::write("/proc/sys/net/ipv4/tcp_tw_reuse", "0").unwrap();
    let lines = load(port, "--requests 10 --connections 1");
    let done = lines.done();
    assert_eq!((done.total("ok"), done.errors().into_iter().collect::<Vec<_>>()), (4, kinds(&[("noPorts", 6)])));
    assert!(done.has_flag("fault"));
}
