//! AB8 for WebSocket: servers named after their fault, and exact counts per error kind.

use crate::run::{Lines, count, kinds, ws};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::AsRawFd;
use std::thread;
use tungstenite::protocol::frame::Frame;
use tungstenite::protocol::frame::coding::{Data, OpCode};
use tungstenite::{Message, WebSocket, accept};

/// Listens on a free port; each connection has its own thread.
fn serve(behaviour: fn(TcpStream)) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            thread::spawn(move || behaviour(stream.unwrap()));
        }
    });
    port
}

/// Answers each text by what `reply` makes of it; it is told the number of the text on its connection, from 1.
fn converse(stream: TcpStream, reply: fn(&mut WebSocket<TcpStream>, usize, String)) {
    let mut socket = accept(stream).unwrap();
    let mut texts = 0;
    while let Ok(message) = socket.read() {
        if let Message::Text(text) = message {
            texts += 1;
            reply(&mut socket, texts, text.to_string());
        }
    }
}

/// Ten connections, held for half a second.
fn hold(port: u16, args: &str) -> Lines {
    ws(port, &format!("--connections 10 --hold-seconds 0.5 --drain-ms 60000 {args}"))
}

fn send(socket: &mut WebSocket<TcpStream>, text: String) {
    let _ = socket.send(Message::text(text));
}

fn read_head(stream: &mut TcpStream) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n > 0) {
        head.push(byte[0]);
    }
}

#[test]
fn ab8_refuses_upgrade() {
    let lines = hold(
        serve(|mut stream| {
            read_head(&mut stream);
            let _ = stream.write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
        }),
        "--echo-rate 10",
    );
    assert_eq!(lines.outcome("connects"), (0, kinds(&[("wsHandshake", 10)])));
    assert_eq!(lines.outcome("echoes"), (0, kinds(&[])));
    assert!(lines.has_flag("errors"));
}

#[test]
fn ab8_wrong_accept() {
    let lines = hold(
        serve(|mut stream| {
            read_head(&mut stream);
            let _ = stream.write_all(
                b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\
                  sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
            );
            let _ = stream.read(&mut [0; 64]);
        }),
        "",
    );
    assert_eq!(lines.outcome("connects"), (0, kinds(&[("wsHandshake", 10)])));
}

#[test]
fn ab8_ends_instead_of_shaking_hands() {
    let lines = hold(serve(|mut stream| read_head(&mut stream)), "");
    assert_eq!(lines.outcome("connects"), (0, kinds(&[("eof", 10)])));
}

#[test]
fn ab8_never_shakes_hands() {
    let lines = hold(
        serve(|mut stream| {
            let _ = stream.read_to_end(&mut Vec::new());
        }),
        "--response-timeout-ms 300",
    );
    assert_eq!(lines.outcome("connects"), (0, kinds(&[("timeout", 10)])));
}

#[test]
fn ab8_refuses_after_the_first_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        drop(listener);
        converse(stream, |socket, _, text| send(socket, text));
    });
    // Slow enough that the server is deaf before the second connection is due.
    let lines = hold(port, "--connect-rate 5 --echo-rate 10");
    assert_eq!(lines.outcome("connects"), (1, kinds(&[("connectRefused", 9)])));
    // Echoes are planned for connections that are held.
    assert_eq!(lines.outcome("echoes"), (5, kinds(&[])));
}

#[test]
fn ab8_closes_after_handshake() {
    let lines = hold(
        serve(|stream| {
            let mut socket = accept(stream).unwrap();
            let _ = socket.close(None);
            while socket.read().is_ok() {}
        }),
        "",
    );
    assert_eq!((lines.outcome("connects"), lines.lost()), ((10, kinds(&[])), kinds(&[("wsClose", 10)])));
    assert_eq!(count(lines.done(), "held"), 0);
    assert!(lines.has_flag("errors"));
}

#[test]
fn ab8_ends_after_handshake() {
    let lines = hold(serve(|stream| drop(accept(stream))), "");
    assert_eq!((lines.outcome("connects"), lines.lost()), ((10, kinds(&[])), kinds(&[("eof", 10)])));
}

#[test]
fn ab8_resets_at_the_first_message() {
    let lines = hold(
        serve(|stream| {
            let mut socket = accept(stream).unwrap();
            let _ = socket.read();
            let linger = libc::linger { l_onoff: 1, l_linger: 0 };
            let (fd, size) = (socket.get_ref().as_raw_fd(), size_of_val(&linger) as u32);
            // SAFETY: sets one option of an open socket, so that its end becomes a reset.
            unsafe { libc::setsockopt(fd, libc::SOL_SOCKET, libc::SO_LINGER, (&raw const linger).cast(), size) };
        }),
        "--echo-rate 2",
    );
    assert_eq!(
        (lines.lost(), lines.outcome("echoes")),
        (kinds(&[("readReset", 10)]), (0, kinds(&[("readReset", 10)])))
    );
}

#[test]
fn ab8_closes_at_the_third_message() {
    let port = serve(|stream| {
        converse(stream, |socket, n, text| if n < 3 { send(socket, text) } else { drop(socket.close(None)) })
    });
    let lines = hold(port, "--echo-rate 10");
    // Of five on each connection two are good and the third fails with the connection; the rest is never sent, or fails
    // as well if it was under way already.
    let (ok, errors) = lines.outcome("echoes");
    assert_eq!((ok, lines.lost()), (20, kinds(&[("wsClose", 10)])));
    let unsent = count(&lines.done()["echoes"], "unsent");
    assert_eq!((errors["wsClose"] + unsent, errors.len()), (30, 1));
    assert!(errors["wsClose"] >= 10);
}

#[test]
fn ld9_ab8_wrong_payload() {
    let lines = hold(
        serve(|stream| converse(stream, |socket, _, text| send(socket, format!("{}!", &text[..text.len() - 1])))),
        "--echo-rate 8",
    );
    assert_eq!((lines.outcome("echoes"), lines.lost()), ((0, kinds(&[("wsPayload", 40)])), kinds(&[])));
}

#[test]
fn ld9_ab8_answers_text_with_binary() {
    let lines = hold(
        serve(|stream| {
            converse(stream, |socket, _, text| {
                let _ = socket.send(Message::binary(text));
            })
        }),
        "--echo-rate 8",
    );
    assert_eq!(lines.outcome("echoes"), (0, kinds(&[("wsPayload", 40)])));
}

#[test]
fn ab8_drops_every_10th() {
    let port = serve(|stream| {
        converse(stream, |socket, n, text| {
            if n % 10 != 0 {
                send(socket, text);
            }
        })
    });
    // Each of ten connections sends 45 messages: the four that are dropped are missed when the next echo comes.
    let lines = hold(port, "--echo-rate 90");
    assert_eq!((lines.outcome("echoes"), lines.lost()), ((410, kinds(&[("wsPayload", 40)])), kinds(&[])));
}

#[test]
fn ab8_answers_twice() {
    let port = serve(|stream| {
        converse(stream, |socket, _, text| {
            send(socket, text.clone());
            send(socket, text);
        })
    });
    let lines = hold(port, "--echo-rate 2");
    assert_eq!((lines.outcome("echoes"), lines.lost()), ((10, kinds(&[])), kinds(&[("wsPayload", 10)])));
}

#[test]
fn ab8_speaks_unasked() {
    let lines = hold(
        serve(|stream| {
            let mut socket = accept(stream).unwrap();
            send(&mut socket, "welcome".into());
            while socket.read().is_ok() {}
        }),
        "",
    );
    assert_eq!(lines.lost(), kinds(&[("wsPayload", 10)]));
}

#[test]
fn ab8_breaks_the_rules_of_frames() {
    for frame in [
        &b"\x83\x00"[..],                            // an opcode that does not exist
        b"\x80\x00",                                 // the rest of a message that did not begin
        b"\xc1\x00",                                 // a reserved bit
        b"\x09\x00",                                 // a ping in fragments
        b"\x81\x81\0\0\0\0x",                        // a server that masks
        b"\x81\x02\xff\xff",                         // text that is not UTF-8
        b"\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff", // a length beyond all bounds
    ] {
        static FRAME: std::sync::Mutex<&[u8]> = std::sync::Mutex::new(b"");
        *FRAME.lock().unwrap() = frame;
        let port = serve(|stream| {
            let mut socket = accept(stream).unwrap();
            let _ = socket.get_mut().write_all(*FRAME.lock().unwrap());
            while socket.read().is_ok() {}
        });
        assert_eq!(hold(port, "").lost(), kinds(&[("parse", 10)]), "{frame:x?}");
    }
}

#[test]
fn ab8_an_echo_in_fragments_with_a_ping_between_is_no_fault() {
    fn fragment(text: &str, kind: Data, last: bool) -> Message {
        Message::Frame(Frame::message(text.to_owned(), OpCode::Data(kind), last))
    }
    let port = serve(|stream| {
        converse(stream, |socket, _, text| {
            let (head, rest) = text.split_at(20);
            for message in
                [fragment(head, Data::Text, false), Message::Ping("?".into()), fragment(rest, Data::Continue, true)]
            {
                let _ = socket.send(message);
            }
        })
    });
    assert_eq!(hold(port, "--echo-rate 8").outcome("echoes"), (40, kinds(&[])));
}

#[test]
fn ab8_never_pongs() {
    let port = serve(|stream| {
        let mut socket = accept(stream).unwrap();
        let _ = socket.get_mut().read_to_end(&mut Vec::new());
    });
    // Two pings each; the server agrees to no end either.
    let args = "--connections 10 --hold-seconds 0.5 --ping-seconds 0.25 --response-timeout-ms 300 --drain-ms 1500";
    let lines = ws(port, args);
    assert_eq!((lines.outcome("pings"), lines.lost()), ((0, kinds(&[("timeout", 20)])), kinds(&[])));
    assert_eq!((count(lines.done(), "held"), count(lines.done(), "closed")), (10, 0));
}

#[test]
fn ld12_never_reads() {
    let port = serve(|stream| {
        let _socket = accept(stream).unwrap();
        thread::park();
    });
    // More than the buffers of two sockets hold: some is under way, the rest was never sent, nothing is lost count of.
    let lines = ws(port, "--connections 1 --hold-seconds 1 --echo-rate 1000 --echo-bytes 65536 --drain-ms 100");
    let echoes = &lines.done()["echoes"];
    assert_eq!((count(echoes, "planned"), count(echoes, "ok"), count(echoes, "failed")), (1000, 0, 0));
    assert!(count(echoes, "censored") > 0 && count(echoes, "unsent") > 0);
    assert!(lines.has_flag("backlog"));
}
