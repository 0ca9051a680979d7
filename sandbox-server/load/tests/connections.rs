//! LD7, LD1: how many connections there are, and what each request needs of them.

mod support;

use std::net::TcpStream;
use std::sync::atomic::Ordering;
use support::{ANSWER, Behaviour, Lines, answers, histogram, load, serve, serve_counted};

fn never_answers(_: &mut TcpStream, _: usize) -> bool {
    true
}

fn connected(lines: &Lines) -> Option<u64> {
    let connect = &lines.done().0["connect"];
    (!connect.is_null()).then(|| histogram(connect).len())
}

#[test]
fn ld7_without_keep_alive_every_request_connects_whoever_closes_first() {
    fn answers_once_and_closes(stream: &mut TcpStream, n: usize) -> bool {
        use std::io::Write;
        let _ = stream.write_all(ANSWER);
        n < 1
    }
    for behaviour in [answers_once_and_closes, answers as Behaviour] {
        let (port, accepted) = serve_counted(behaviour);
        let lines = load(port, "--requests 200 --connections 4 --no-keep-alive");
        assert_eq!((lines.done().total("ok"), connected(&lines)), (200, Some(200)));
        // The first look at the server is one more.
        assert_eq!(accepted.load(Ordering::SeqCst), 201);
        assert_eq!(lines.hello()["keepAlive"], false);
    }
}

#[test]
fn ld7_kept_connections_are_opened_before_the_load() {
    let (port, accepted) = serve_counted(answers);
    let lines = load(port, "--requests 200 --connections 4");
    assert_eq!((lines.done().total("ok"), connected(&lines)), (200, None));
    assert_eq!(accepted.load(Ordering::SeqCst), 4);
}

#[test]
fn ld1_an_open_loop_opens_more_connections_while_all_are_busy_up_to_its_limit() {
    for (args, sent, opened) in [("--max-connections 6", 6, Some(4)), ("", 2, None)] {
        let open = format!("--rate 20 --seconds 0.5 --connections 2 --drain-ms 100 {args}");
        let lines = load(serve(never_answers), &open);
        let done = lines.done();
        assert_eq!((done.total("sent"), done.count("censored"), done.count("unsent")), (sent, sent, 10 - sent));
        assert_eq!(connected(&lines), opened);
        assert_eq!(lines.ticks().last().unwrap()["conns"], sent);
    }
}

#[test]
fn ld1_a_connection_that_thinks_sends_nothing() {
    let lines = load(serve(answers), "--seconds 0.3 --think-ms 60000 --connections 5");
    let done = lines.done();
    assert_eq!((done.total("planned"), done.total("ok")), (5, 5));
    assert_eq!(lines.hello()["load"]["thinkUs"], 60_000_000);
}
