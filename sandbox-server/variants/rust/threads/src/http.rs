//! HTTP/1.1 on a blocking connection: one request after the other, without bodies.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::SystemTime;

use http::{Response, StatusCode};
use httparse::{EMPTY_HEADER, Request, Status};
use httpdate::fmt_http_date;
use work::reply::text;

const MOST_HEAD_BYTES: usize = 8 * 1024;
const MOST_HEADERS: usize = 64;

/// Answers what comes over the connection until either side closes it. `answer` gets the method and the target.
pub fn serve(mut stream: TcpStream, answer: impl Fn(&str, &str) -> Response<String>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut received = Vec::new();
    loop {
        let mut headers = [EMPTY_HEADER; MOST_HEADERS];
        let mut request = Request::new(&mut headers);
        match request.parse(&received) {
            Ok(Status::Complete(length)) => {
                let method = request.method.unwrap_or("");
                let response = answer(method, request.path.unwrap_or(""));
                let last = is_last(&request);
                send(&mut stream, &response, method != "HEAD", last)?;
                if last {
                    return Ok(());
                }
                received.drain(..length);
            }
            Ok(Status::Partial) if received.len() < MOST_HEAD_BYTES => {
                let mut bytes = [0; 4096];
                let count = stream.read(&mut bytes)?; // [1]
                if count == 0 {
                    return Ok(());
                }
                received.extend_from_slice(&bytes[..count]);
            }
            _ => {
                let response = text(StatusCode::BAD_REQUEST, "this is not a request that is understood here");
                return send(&mut stream, &response, true, true);
            }
        }
    }
}

/// A body would be taken for the next request: nothing here reads one, so the connection ends before it.
fn is_last(request: &Request) -> bool {
    let has = |name: &str, wanted: fn(&[u8]) -> bool| {
        request.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name) && wanted(header.value))
    };
    request.version != Some(1)
        || has("connection", |value| value.eq_ignore_ascii_case(b"close"))
        || has("content-length", |value| value != b"0")
        || has("transfer-encoding", |_| true)
}

fn send(stream: &mut TcpStream, response: &Response<String>, with_body: bool, last: bool) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(256 + response.body().len());
    write!(bytes, "HTTP/1.1 {}\r\n", response.status())?;
    for (name, value) in response.headers() {
        write!(bytes, "{name}: ")?;
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    let date = fmt_http_date(SystemTime::now());
    let connection = if last { "connection: close\r\n" } else { "" };
    write!(bytes, "content-length: {}\r\ndate: {date}\r\n{connection}\r\n", response.body().len())?;
    if with_body {
        bytes.extend_from_slice(response.body().as_bytes());
    }
    stream.write_all(&bytes) // [2]
}

// [1] The thread sleeps in the kernel until the client says something: this line is the whole of its waiting.
// [2] Head and body in one call, so that they travel in one packet.
