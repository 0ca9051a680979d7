//! HTTP/1.1 as far as a load tool needs it: one prepared request, and answers read piece by piece.
//! No socket here; pieces of bytes go in.

use crate::fault::Fault;
use httparse::{ParserConfig, Response, Status};
use std::mem::MaybeUninit;

const MOST_HEADERS: usize = 64;
const MOST_HEAD_BYTES: usize = 64 * 1024;
/// FNV-1a, 64 bits: small enough to keep beside each answer.
const HASH_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const HASH_PRIME: u64 = 0x0000_0100_0000_01b3;

/// The bytes of a request that is sent again and again.
pub fn request(host: &str, path: &str, keep_alive: bool) -> Vec<u8> {
    let connection = if keep_alive { "" } else { "connection: close\r\n" };
    format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n{connection}\r\n").into_bytes()
}

/// How far an answer has come.
#[derive(Debug, PartialEq)]
pub enum Progress {
    More,
    /// Complete and good. `keep`: the connection may carry another request.
    Good {
        keep: bool,
    },
    /// Complete and refused by the server, or another one than expected.
    Bad {
        fault: Fault,
        keep: bool,
    },
    /// Not to be understood; the connection is of no further use.
    Broken(Fault),
}

/// Where in the answer the next byte belongs.
#[derive(Debug)]
enum Place {
    Head,
    /// Bytes of the body still to come.
    Body(u64),
    Chunk(Chunk),
    /// A body without a length ends with the connection.
    UntilClose,
}

/// Where in a chunked body the next byte belongs.
#[derive(Debug)]
enum Chunk {
    Size(u64),
    /// The rest of the size line; its text means nothing to us.
    SizeLine(u64),
    Data(u64),
    /// The line break after the data.
    DataEnd,
    /// A line after the last chunk, with the count of its bytes so far; an empty one ends the answer.
    Trailer(u64),
}

/// One answer, read in pieces.
pub struct Answer {
    place: Place,
    /// Part of a head that came in pieces; empty as a rule.
    head: Vec<u8>,
    status: u16,
    keep: bool,
    body_bytes: usize,
    differs: bool,
    body_hash: Option<u64>,
}

impl Answer {
    pub fn new() -> Self {
        Self {
            place: Place::Head,
            head: Vec::new(),
            status: 0,
            keep: true,
            body_bytes: 0,
            differs: false,
            body_hash: None,
        }
    }

    /// Ready for the next answer, its body to be hashed or not; keeps its memory.
    pub fn begin(&mut self, hashed: bool) {
        self.place = Place::Head;
        self.head.clear();
        self.body_bytes = 0;
        self.differs = false;
        self.body_hash = hashed.then_some(HASH_BASIS);
    }

    /// Of the body so far, if it was to be hashed.
    pub fn body_hash(&self) -> Option<u64> {
        self.body_hash
    }

    /// Takes the next bytes. `expected` is what the body of a good answer must be (LD9).
    pub fn feed(&mut self, bytes: &[u8], expected: Option<&[u8]>) -> Progress {
        if !matches!(self.place, Place::Head) {
            return self.feed_body(bytes, expected);
        }
        if self.head.is_empty() {
            return match self.read_head(bytes) {
                Ok(Some(length)) => self.feed_body(&bytes[length..], expected),
                Ok(None) => {
                    self.head.extend_from_slice(bytes);
                    Progress::More
                }
                Err(fault) => Progress::Broken(fault),
            };
        }
        self.head.extend_from_slice(bytes);
        let whole = std::mem::take(&mut self.head);
        match self.read_head(&whole) {
            Ok(Some(length)) => self.feed_body(&whole[length..], expected),
            Ok(None) if whole.len() > MOST_HEAD_BYTES => Progress::Broken(Fault::Parse),
            Ok(None) => {
                self.head = whole;
                Progress::More
            }
            Err(fault) => Progress::Broken(fault),
        }
    }

    /// The connection ended: completes a body without a length, and breaks any other.
    pub fn end(&mut self, expected: Option<&[u8]>) -> Progress {
        match self.place {
            Place::UntilClose => {
                self.keep = false;
                self.complete(expected)
            }
            _ => Progress::Broken(Fault::Eof),
        }
    }

    /// Reads status and framing; gives the length of the head, or `None` when it is not complete.
    fn read_head(&mut self, bytes: &[u8]) -> Result<Option<usize>, Fault> {
        let mut headers = [const { MaybeUninit::uninit() }; MOST_HEADERS];
        let mut response = Response::new(&mut []);
        let parser = ParserConfig::default();
        let length = match parser.parse_response_with_uninit_headers(&mut response, bytes, &mut headers) {
            Ok(Status::Complete(length)) => length,
            Ok(Status::Partial) => return Ok(None),
            Err(_) => return Err(Fault::Parse),
        };
        self.status = response.code.unwrap_or(0);
        self.keep = response.version == Some(1);
        let mut chunked = false;
        let mut content_length = None;
        for header in response.headers.iter() {
            if header.name.eq_ignore_ascii_case("content-length") {
                content_length = Some(decimal(header.value).ok_or(Fault::Parse)?);
            } else if header.name.eq_ignore_ascii_case("transfer-encoding") {
                chunked = has_token(header.value, b"chunked");
            } else if header.name.eq_ignore_ascii_case("connection") {
                self.keep = match self.keep {
                    true => !has_token(header.value, b"close"),
                    false => has_token(header.value, b"keep-alive"),
                };
            }
        }
        self.place = match (chunked, content_length) {
            _ if matches!(self.status, 204 | 304) => Place::Body(0),
            (true, _) => Place::Chunk(Chunk::Size(0)),
            (false, Some(length)) => Place::Body(length),
            (false, None) => Place::UntilClose,
        };
        Ok(Some(length))
    }

    fn feed_body(&mut self, bytes: &[u8], expected: Option<&[u8]>) -> Progress {
        match self.place {
            Place::Head => unreachable!("the head was read"),
            Place::Body(left) => {
                if bytes.len() as u64 > left {
                    return Progress::Broken(Fault::BodyMismatch);
                }
                self.look_at(bytes, expected);
                self.place = Place::Body(left - bytes.len() as u64);
                if left > bytes.len() as u64 { Progress::More } else { self.complete(expected) }
            }
            Place::UntilClose => {
                self.look_at(bytes, expected);
                Progress::More
            }
            Place::Chunk(_) => self.feed_chunks(bytes, expected),
        }
    }

    fn feed_chunks(&mut self, mut bytes: &[u8], expected: Option<&[u8]>) -> Progress {
        while let (Place::Chunk(chunk), [first, rest @ ..]) = (&mut self.place, bytes) {
            match chunk {
                Chunk::Size(size) => match (first, (*first as char).to_digit(16)) {
                    (_, Some(digit)) if *size < 1 << 56 => *size = *size * 16 + u64::from(digit),
                    (b'\r' | b';' | b' ', _) => *chunk = Chunk::SizeLine(*size),
                    _ => return Progress::Broken(Fault::Parse),
                },
                Chunk::SizeLine(0) if *first == b'\n' => *chunk = Chunk::Trailer(0),
                Chunk::SizeLine(size) if *first == b'\n' => *chunk = Chunk::Data(*size),
                Chunk::SizeLine(_) => {}
                Chunk::Data(left) => {
                    let here = bytes.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                    *left -= here as u64;
                    if *left == 0 {
                        *chunk = Chunk::DataEnd;
                    }
                    self.look_at(&bytes[..here], expected);
                    bytes = &bytes[here..];
                    continue;
                }
                Chunk::DataEnd if *first == b'\n' => *chunk = Chunk::Size(0),
                Chunk::DataEnd if *first == b'\r' => {}
                Chunk::DataEnd => return Progress::Broken(Fault::Parse),
                Chunk::Trailer(0) if *first == b'\n' => {
                    return if rest.is_empty() {
                        self.complete(expected)
                    } else {
                        Progress::Broken(Fault::BodyMismatch)
                    };
                }
                Chunk::Trailer(line) => match first {
                    b'\n' => *line = 0,
                    b'\r' => {}
                    _ => *line += 1,
                },
            }
            bytes = rest;
        }
        Progress::More
    }

    fn look_at(&mut self, part: &[u8], expected: Option<&[u8]>) {
        if let Some(expected) = expected {
            self.differs |= expected.get(self.body_bytes..self.body_bytes + part.len()) != Some(part);
        }
        if let Some(hash) = &mut self.body_hash {
            *hash = part.iter().fold(*hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(HASH_PRIME));
        }
        self.body_bytes += part.len();
    }

    fn complete(&self, expected: Option<&[u8]>) -> Progress {
        let keep = self.keep;
        let other = self.differs || expected.is_some_and(|expected| expected.len() != self.body_bytes);
        match self.status {
            200..=299 if other => Progress::Bad { fault: Fault::BodyMismatch, keep },
            200..=299 => Progress::Good { keep },
            400..=499 => Progress::Bad { fault: Fault::Status4xx, keep },
            500..=599 => Progress::Bad { fault: Fault::Status5xx, keep },
            _ => Progress::Broken(Fault::Parse),
        }
    }
}

fn decimal(value: &[u8]) -> Option<u64> {
    std::str::from_utf8(value).ok()?.trim().parse().ok()
}

fn has_token(value: &[u8], token: &[u8]) -> bool {
    value.split(|byte| *byte == b',').any(|part| part.trim_ascii().eq_ignore_ascii_case(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Progress = Progress::Good { keep: true };

    fn read(text: &str, piece: usize, expected: Option<&[u8]>) -> Progress {
        let mut answer = Answer::new();
        let mut pieces = text.as_bytes().chunks(piece).peekable();
        while let Some(bytes) = pieces.next() {
            let progress = answer.feed(bytes, expected);
            if progress != Progress::More {
                return progress;
            }
            if pieces.peek().is_none() {
                return answer.end(expected);
            }
        }
        answer.end(expected)
    }

    #[test]
    fn ld9_an_answer_is_understood_whole_and_byte_by_byte() {
        let closing = Progress::Good { keep: false };
        let refused = |fault| Progress::Bad { fault, keep: true };
        let table = [
            ("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npong", GOOD),
            ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", GOOD),
            ("HTTP/1.1 204 No Content\r\n\r\n", GOOD),
            ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\npo\r\n2;x=1\r\nng\r\n0\r\n\r\n", GOOD),
            ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\nx: y\r\n\r\n", GOOD),
            ("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 4\r\n\r\npong", closing),
            ("HTTP/1.0 200 OK\r\n\r\npong", Progress::Good { keep: false }),
            ("HTTP/1.1 200 OK\r\n\r\npong", Progress::Good { keep: false }),
            ("HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno", refused(Fault::Status4xx)),
            ("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n", refused(Fault::Status5xx)),
            ("HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n", Progress::Broken(Fault::Parse)),
            ("HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n", Progress::Broken(Fault::Parse)),
            ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", Progress::Broken(Fault::Parse)),
            ("SSH-2.0-OpenSSH_9.2\r\n\r\n", Progress::Broken(Fault::Parse)),
            ("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npo", Progress::Broken(Fault::Eof)),
            ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\npo", Progress::Broken(Fault::Eof)),
            ("HTTP/1.1 200", Progress::Broken(Fault::Eof)),
        ];
        for (text, expected) in table {
            for piece in [1, 3, 7, 1000] {
                assert_eq!(read(text, piece, None), expected, "{text:?} in pieces of {piece}");
            }
        }
    }

    #[test]
    fn ld9_bytes_beyond_the_answer_are_a_mismatch() {
        let text = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\npong";
        assert_eq!(read(text, 1000, None), Progress::Broken(Fault::BodyMismatch));
        let text = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nmore";
        assert_eq!(read(text, 1000, None), Progress::Broken(Fault::BodyMismatch));
    }

    #[test]
    fn ld9_the_expected_body_is_compared_byte_for_byte() {
        let other = Progress::Bad { fault: Fault::BodyMismatch, keep: true };
        let text = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npong";
        for piece in [1, 3, 1000] {
            assert_eq!(read(text, piece, Some(b"pong")), GOOD);
            for wrong in [&b"pung"[..], b"pon", b"pongs", b""] {
                assert_eq!(read(text, piece, Some(wrong)), other);
            }
        }
        let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\npo\r\n2\r\nng\r\n0\r\n\r\n";
        assert_eq!(read(chunked, 1000, Some(b"pong")), GOOD);
        assert_eq!(read(chunked, 1000, Some(b"ping")), other);
    }

    #[test]
    fn an_answer_can_be_followed_by_another() {
        let mut answer = Answer::new();
        for _ in 0..3 {
            answer.begin(false);
            assert_eq!(answer.feed(b"HTTP/1.1 200 OK\r\ncontent-le", None), Progress::More);
            assert_eq!(answer.feed(b"ngth: 1\r\n\r\n!", None), GOOD);
        }
    }

    #[test]
    fn ld9_the_hash_of_a_body_depends_on_its_bytes_and_not_on_how_they_came() {
        let hash = |body: &str, piece: usize| {
            let chunked = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{body}\r\n0\r\n\r\n");
            let mut answer = Answer::new();
            answer.begin(true);
            let last = chunked.as_bytes().chunks(piece).map(|bytes| answer.feed(bytes, None)).last();
            assert_eq!(last, Some(GOOD));
            answer.body_hash()
        };
        assert!(hash("pongs", 1000).is_some());
        for piece in [1, 3, 7] {
            assert_eq!(hash("pongs", piece), hash("pongs", 1000));
        }
        assert_ne!(hash("pongs", 1000), hash("songs", 1000));
    }
}
