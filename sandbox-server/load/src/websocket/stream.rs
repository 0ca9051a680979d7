//! Messages of one kind, echoes or pings, over all connections that are held. No socket here.
//!
//! Each connection numbers its messages and gets them in turn: number `n` of the connection at place `p` is number
//! `n · connections + p` of the plan. So four counters a connection tell all there is to know about its messages, and
//! when each was planned is computed and not remembered.

use super::beat::Beat;
use super::interval::Exchanges;
use crate::fault::Fault;
use crate::histograms::Times;

/// Numbers below `settled` have their outcome, those up to `sent` are in flight, those up to `released` wait to be sent.
#[derive(Clone, Default)]
struct Track {
    released: u32,
    sent: u32,
    settled: u32,
    /// Below this an answer is late: its message timed out, or may have.
    given_up: u32,
    lost: bool,
}

/// A later answer has come: what that says about those before it.
#[derive(Clone, Copy, PartialEq)]
pub enum Before {
    /// They are missing: messages come back in order.
    Missing,
    /// They are answered too: one pong may stand for all pings so far (RFC 6455, 5.5.3).
    Answered,
}

pub struct Stream {
    beat: Beat,
    before: Before,
    tracks: Vec<Track>,
}

impl Stream {
    /// A plan for `connections` together.
    pub fn new(beat: Beat, connections: usize, before: Before) -> Self {
        Self { beat, before, tracks: vec![Track::default(); connections] }
    }

    /// No messages at all.
    pub fn silent() -> Self {
        Self::new(Beat::counted(0, 1.0, 0), 0, Before::Missing)
    }

    pub fn next_due_ns(&self) -> Option<u64> {
        self.beat.next_due_ns()
    }

    /// Takes the next message that is due; returns the place of its connection. One that is due on a lost connection
    /// is never sent.
    pub fn release(&mut self, now: u64, lag: &mut Times, book: &mut Exchanges) -> Option<usize> {
        while let Some((number, due_ns)) = self.beat.take_due(now) {
            let place = (number % self.tracks.len() as u64) as usize;
            let track = &mut self.tracks[place];
            book.planned += 1;
            lag.record(now - due_ns);
            if !track.lost {
                track.released += 1;
                return Some(place);
            }
            book.unsent += 1;
        }
        None
    }

    fn planned_ns(&self, place: usize, number: u32) -> u64 {
        self.beat.due_ns(u64::from(number) * self.tracks.len() as u64 + place as u64)
    }

    /// The number that this connection has to send next.
    pub fn to_send(&self, place: usize) -> Option<u32> {
        self.tracks.get(place).filter(|track| track.sent < track.released).map(|track| track.sent)
    }

    pub fn sent(&mut self, place: usize, book: &mut Exchanges) {
        self.tracks[place].sent += 1;
        book.sent += 1;
    }

    /// Whether anything is to be sent or answered yet.
    pub fn is_pending(&self, place: usize) -> bool {
        self.tracks.get(place).is_some_and(|track| track.settled < track.released)
    }

    /// Messages in flight, and messages that wait to be sent.
    pub fn pending(&self) -> (u64, u64) {
        let tracks = self.tracks.iter();
        tracks.fold((0, 0), |(flying, waiting), track| {
            (flying + u64::from(track.sent - track.settled), waiting + u64::from(track.released - track.sent))
        })
    }

    /// An answer came, as it should be. `false` when nobody asked for it.
    pub fn answered(&mut self, place: usize, number: u32, now: u64, book: &mut Exchanges) -> bool {
        let Some(track) = self.tracks.get(place) else { return false };
        if number >= track.sent || number < track.settled {
            return number < track.given_up;
        }
        for earlier in track.settled..number {
            match self.before {
                Before::Missing => book.fail(Fault::WsPayload),
                Before::Answered => book.good(now - self.planned_ns(place, earlier)),
            }
        }
        book.good(now - self.planned_ns(place, number));
        self.tracks[place].settled = number + 1;
        true
    }

    /// An answer came that is not as it was sent: taken for that to the oldest in flight. `false` when there is none.
    pub fn spoilt(&mut self, place: usize, book: &mut Exchanges) -> bool {
        let Some(track) = self.tracks.get_mut(place).filter(|track| track.settled < track.sent) else { return false };
        track.settled += 1;
        book.fail(Fault::WsPayload);
        true
    }

    /// Gives up what was planned longer than `timeout_ns` ago and has no answer.
    pub fn give_up_late(&mut self, now: u64, timeout_ns: u64, book: &mut Exchanges) {
        for place in 0..self.tracks.len() {
            while self.tracks[place].settled < self.tracks[place].sent {
                let age_ns = now.saturating_sub(self.planned_ns(place, self.tracks[place].settled));
                if age_ns < timeout_ns {
                    break;
                }
                book.fail(Fault::Timeout);
                book.latency.record(age_ns);
                let track = &mut self.tracks[place];
                track.settled += 1;
                track.given_up = track.settled;
            }
        }
    }

    /// The connection is gone: what was in flight failed with it, the rest is never sent.
    pub fn lose(&mut self, place: usize, fault: Fault, book: &mut Exchanges) {
        let Some(track) = self.tracks.get_mut(place) else { return };
        (track.settled..track.sent).for_each(|_| book.fail(fault));
        book.unsent += u64::from(track.released - track.sent);
        *track =
            Track { released: track.released, sent: track.released, settled: track.released, lost: true, ..*track };
    }

    /// The end of the run: what has no answer is recorded at its age so far (LD12).
    pub fn abandon(&mut self, now: u64, book: &mut Exchanges) {
        for place in 0..self.tracks.len() {
            let Track { released, sent, settled, .. } = self.tracks[place];
            for number in settled..released {
                book.latency.record(now.saturating_sub(self.planned_ns(place, number)));
            }
            book.censored += u64::from(sent - settled);
            book.unsent += u64::from(released - sent);
            self.tracks[place].sent = released;
            self.tracks[place].settled = released;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten messages a second and connection over two connections, `count` in all; released and sent until `now`.
    fn stream(before: Before, count: u64, now: u64) -> (Stream, Exchanges) {
        let mut stream = Stream::new(Beat::counted(0, 20.0, count), 2, before);
        let (mut lag, mut book) = (Times::new(), Exchanges::new());
        while let Some(place) = stream.release(now, &mut lag, &mut book) {
            stream.sent(place, &mut book);
        }
        (stream, book)
    }

    fn outcome(book: &Exchanges) -> [u64; 6] {
        [book.planned, book.sent, book.ok, book.failed, book.censored, book.unsent]
    }

    const MS: u64 = 1_000_000;

    #[test]
    fn ld13_connections_send_in_turn_and_each_message_keeps_its_time() {
        let mut stream = Stream::new(Beat::counted(0, 20.0, 5), 2, Before::Missing);
        let (mut lag, mut book) = (Times::new(), Exchanges::new());
        let places: Vec<usize> = std::iter::from_fn(|| stream.release(1000 * MS, &mut lag, &mut book)).collect();
        assert_eq!(places, [0, 1, 0, 1, 0]);
        assert_eq!((stream.to_send(0), stream.to_send(1), stream.pending()), (Some(0), Some(0), (0, 5)));
        assert_eq!([stream.planned_ns(0, 2), stream.planned_ns(1, 1)], [200 * MS, 150 * MS]);
    }

    #[test]
    fn ld13_latency_runs_from_the_plan() {
        let (mut stream, mut book) = stream(Before::Missing, 4, 1000 * MS);
        // Number 1 of place 1 was due at 150 ms.
        assert!(stream.answered(1, 0, 1000 * MS, &mut book) && stream.answered(1, 1, 1150 * MS, &mut book));
        assert_eq!(book.latency.quantiles().max.map(|us| (us / 1e3).round()), Some(1000.0));
        assert_eq!(outcome(&book), [4, 4, 2, 0, 0, 0]);
    }

    #[test]
    fn ld13_an_echo_that_is_missing_while_a_later_one_came_failed() {
        let (mut stream, mut book) = stream(Before::Missing, 8, 1000 * MS);
        assert!(stream.answered(0, 2, 1000 * MS, &mut book));
        assert_eq!((outcome(&book), book.faults.of(Fault::WsPayload)), ([8, 8, 1, 2, 0, 0], 2));
        // The missing one is not welcome any more: it came out of order.
        assert!(!stream.answered(0, 1, 1000 * MS, &mut book));
    }

    #[test]
    fn ld13_one_pong_may_stand_for_all_pings_before_it() {
        let (mut stream, mut book) = stream(Before::Answered, 8, 1000 * MS);
        assert!(stream.answered(0, 2, 1000 * MS, &mut book));
        assert_eq!(outcome(&book), [8, 8, 3, 0, 0, 0]);
    }

    #[test]
    fn ld13_an_answer_that_nobody_asked_for_is_told_apart_from_a_late_one() {
        let (mut stream, mut book) = stream(Before::Missing, 4, 1000 * MS);
        assert!(!stream.answered(0, 2, 1000 * MS, &mut book), "not sent yet");
        stream.give_up_late(1060 * MS, 1000 * MS, &mut book);
        assert_eq!((outcome(&book), book.faults.of(Fault::Timeout)), ([4, 4, 0, 2, 0, 0], 2));
        assert!(stream.answered(0, 0, 1070 * MS, &mut book), "late");
        assert!(stream.answered(0, 1, 1070 * MS, &mut book), "good");
        assert!(!stream.answered(0, 1, 1070 * MS, &mut book), "doubled");
        assert_eq!(outcome(&book), [4, 4, 1, 2, 0, 0]);
    }

    #[test]
    fn ld13_a_spoilt_answer_is_that_to_the_oldest_message() {
        let (mut stream, mut book) = stream(Before::Missing, 2, 1000 * MS);
        assert!(stream.spoilt(0, &mut book));
        assert!(!stream.spoilt(0, &mut book), "nothing is in flight");
        assert_eq!((outcome(&book), book.faults.of(Fault::WsPayload)), ([2, 2, 0, 1, 0, 0], 1));
    }

    #[test]
    fn ld12_what_has_no_answer_at_the_end_is_censored_or_was_never_sent() {
        let (mut stream, mut book) = stream(Before::Missing, 6, 100 * MS);
        let mut lag = Times::new();
        while stream.release(1000 * MS, &mut lag, &mut book).is_some() {}
        assert_eq!(stream.pending(), (3, 3));
        stream.answered(0, 0, 1000 * MS, &mut book);
        stream.abandon(1000 * MS, &mut book);
        assert_eq!((outcome(&book), stream.pending()), ([6, 3, 1, 0, 2, 3], (0, 0)));
        assert_eq!(book.latency.count(), 6);
    }

    #[test]
    fn ld13_a_lost_connection_takes_its_messages_with_it_and_gets_no_more() {
        let (mut stream, mut book) = stream(Before::Missing, 8, 100 * MS);
        assert_eq!(outcome(&book), [3, 3, 0, 0, 0, 0]);
        stream.lose(0, Fault::WsClose, &mut book);
        let mut lag = Times::new();
        let places: Vec<usize> = std::iter::from_fn(|| stream.release(1000 * MS, &mut lag, &mut book)).collect();
        assert_eq!(places, [1, 1, 1]);
        assert_eq!((outcome(&book), book.faults.of(Fault::WsClose)), ([8, 3, 0, 2, 0, 2], 2));
        assert!(!stream.is_pending(0) && stream.is_pending(1));
    }
}
