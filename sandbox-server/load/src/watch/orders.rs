//! Orders on standard input, one a line: `follow NAME PID`, `forget NAME`, `mark LABEL`, `lap NUMBER`.

use std::io;

/// A line longer than this is no order.
const MOST_BYTES: usize = 1_024;

#[derive(Debug, PartialEq)]
pub enum Order {
    /// The process and all its descendants, under this name.
    Follow {
        name: String,
        pid: libc::pid_t,
    },
    Forget {
        name: String,
    },
    /// Says what memory everything that is followed holds now.
    Mark {
        label: String,
    },
    /// Ends the interval now; its line carries the number.
    Lap {
        number: u64,
    },
}

impl Order {
    /// # Errors
    /// One sentence that says what an order looks like.
    pub fn parse(line: &str) -> Result<Self, String> {
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        match words[..] {
            ["follow", name, pid] => match pid.parse() {
                Ok(pid) if pid > 0 => Ok(Self::Follow { name: name.into(), pid }),
                _ => Err(format!("\"{pid}\" is no process number; write: follow NAME PID.")),
            },
            ["forget", name] => Ok(Self::Forget { name: name.into() }),
            ["mark", label] => Ok(Self::Mark { label: label.into() }),
            ["lap", number] => match number.parse() {
                Ok(number) => Ok(Self::Lap { number }),
                Err(_) => Err(format!("\"{number}\" is no number of a lap; write: lap NUMBER.")),
            },
            _ => Err(format!("\"{line}\" is no order; write: follow NAME PID, forget NAME, mark LABEL or lap NUMBER.")),
        }
    }
}

pub enum Event {
    /// Nothing was said in time.
    Due,
    /// Whole lines, perhaps none yet.
    Lines(Vec<String>),
    Ended,
}

/// Standard input, read as it comes.
#[derive(Default)]
pub struct Input {
    pending: Vec<u8>,
}

impl Input {
    /// Waits for orders, at most `wait_ms`.
    pub fn wait(&mut self, wait_ms: i32) -> io::Result<Event> {
        let mut poll = libc::pollfd { fd: libc::STDIN_FILENO, events: libc::POLLIN, revents: 0 };
        // SAFETY: one descriptor, described by a valid structure.
        match unsafe { libc::poll(&mut poll, 1, wait_ms) } {
            -1 => return Err(io::Error::last_os_error()),
            0 => return Ok(Event::Due),
            _ => {}
        }
        let mut chunk = [0_u8; 4096];
        // SAFETY: at most the length of the buffer is written.
        match unsafe { libc::read(libc::STDIN_FILENO, chunk.as_mut_ptr().cast(), chunk.len()) } {
            -1 => Err(io::Error::last_os_error()),
            0 => Ok(Event::Ended),
            length => Ok(Event::Lines(self.take_lines(&chunk[..length as usize]))),
        }
    }

    fn take_lines(&mut self, chunk: &[u8]) -> Vec<String> {
        self.pending.extend_from_slice(chunk);
        let Some(end) = self.pending.iter().rposition(|byte| *byte == b'\n') else {
            self.pending.truncate(MOST_BYTES);
            return Vec::new();
        };
        let rest = self.pending.split_off(end + 1);
        let whole = std::mem::replace(&mut self.pending, rest);
        String::from_utf8_lossy(&whole).lines().map(String::from).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn me1_orders_are_four_verbs_and_anything_else_is_answered_with_what_to_write() {
        assert_eq!(Order::parse("follow server 12"), Ok(Order::Follow { name: "server".into(), pid: 12 }));
        assert_eq!(Order::parse("forget server"), Ok(Order::Forget { name: "server".into() }));
        assert_eq!(Order::parse("mark warm"), Ok(Order::Mark { label: "warm".into() }));
        assert_eq!(Order::parse("lap 7"), Ok(Order::Lap { number: 7 }));
        for line in
            ["", "follow server", "follow server -1", "follow server 0", "follow server x", "mark a b", "lap x", "stop"]
        {
            assert!(Order::parse(line).is_err_and(|told| told.contains("write: ")), "{line}");
        }
    }

    #[test]
    fn me1_an_order_may_arrive_in_pieces_and_several_at_once() {
        let mut input = Input::default();
        assert!(input.take_lines(b"mark a\nmar").contains(&"mark a".to_string()));
        assert_eq!(input.take_lines(b"k b\nmark c\n"), ["mark b", "mark c"]);
        assert!(input.take_lines(&[b'x'; 5_000]).is_empty());
        assert!(input.pending.len() <= MOST_BYTES, "what never ends is not kept");
    }
}
