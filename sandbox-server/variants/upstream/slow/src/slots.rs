//! SLOTS requests are in work at a time, QUEUE wait in the order they came, and the rest are turned away.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use work::settings::whole_setting;

#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    pub slots: usize,
    pub in_flight: usize,
    pub queued: usize,
    pub done: usize,
    pub refused: usize,
}

// #region slots
pub struct Slots {
    slots: usize,
    most_queued: usize,
    free: Arc<Semaphore>,
    queued: AtomicUsize,
    started: AtomicUsize,
    done: AtomicUsize,
    refused: AtomicUsize,
}

/// A slot that is taken; dropping it gives the slot to the next in the queue.
pub struct Slot {
    slots: Arc<Slots>,
    /// How many took a slot before.
    pub number: u64,
    _permit: OwnedSemaphorePermit,
}

impl Slots {
    pub fn from_env() -> Self {
        Self::new(whole_setting("SLOTS", 1000, 1..=100_000), whole_setting("QUEUE", 1_000_000, 0..=1_000_000))
    }

    pub fn new(slots: usize, most_queued: usize) -> Self {
        let [queued, started, done, refused] = [0; 4].map(AtomicUsize::new);
        Self { slots, most_queued, free: Semaphore::new(slots).into(), queued, started, done, refused }
    }

    /// Waits for a slot; None when the queue is full.
    pub async fn take(self: Arc<Self>) -> Option<Slot> {
        let permit = match self.free.clone().try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => {
                let _place = self.clone().queue()?; // [1]
                self.free.clone().acquire_owned().await.expect("it is never closed") // [2]
            }
        };
        let number = self.started.fetch_add(1, Ordering::Relaxed) as u64;
        Some(Slot { slots: self, number, _permit: permit })
    }

    fn queue(self: Arc<Self>) -> Option<Place> {
        if self.queued.fetch_add(1, Ordering::Relaxed) < self.most_queued {
            return Some(Place(self));
        }
        self.queued.fetch_sub(1, Ordering::Relaxed);
        self.refused.fetch_add(1, Ordering::Relaxed);
        None
    }

    pub fn counts(&self) -> Counts {
        Counts {
            slots: self.slots,
            in_flight: self.slots - self.free.available_permits(),
            queued: self.queued.load(Ordering::Relaxed),
            done: self.done.load(Ordering::Relaxed),
            refused: self.refused.load(Ordering::Relaxed),
        }
    }
}

impl Slot {
    /// The answer is whole; a slot that is dropped without this belonged to a client that went away.
    pub fn finish(self) {
        self.slots.done.fetch_add(1, Ordering::Relaxed);
    }
}

struct Place(Arc<Slots>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.queued.fetch_sub(1, Ordering::Relaxed);
    }
}
// #endregion slots

// [1] Dropped when the wait is over, and also when the client hangs up and the wait is abandoned.
// [2] tokio's semaphore is fair: permits go to who waited longest, and nobody overtakes the queue.

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn poll(waiting: std::pin::Pin<&mut impl Future<Output = Option<Slot>>>) -> Poll<Option<Slot>> {
        waiting.poll(&mut Context::from_waker(Waker::noop()))
    }

    fn taken(slots: &Arc<Slots>) -> Slot {
        match poll(pin!(slots.clone().take())) {
            Poll::Ready(Some(slot)) => slot,
            _ => panic!("no slot is free"),
        }
    }

    #[test]
    fn as_many_as_there_are_slots_run_at_a_time_and_the_rest_follow_in_order() {
        let slots = Arc::new(Slots::new(2, 10));
        let (one, _two) = (taken(&slots), taken(&slots));
        let (mut three, mut four) = (pin!(slots.clone().take()), pin!(slots.clone().take()));
        assert!(poll(three.as_mut()).is_pending() && poll(four.as_mut()).is_pending());
        assert_eq!(slots.counts(), Counts { slots: 2, in_flight: 2, queued: 2, done: 0, refused: 0 });

        one.finish();
        assert!(poll(four.as_mut()).is_pending(), "four came after three");
        let Poll::Ready(Some(third)) = poll(three.as_mut()) else { panic!("the slot belongs to three") };
        assert_eq!(third.number, 2);
        assert_eq!(slots.counts(), Counts { slots: 2, in_flight: 2, queued: 1, done: 1, refused: 0 });
    }

    #[test]
    fn who_finds_the_queue_full_is_turned_away() {
        let slots = Arc::new(Slots::new(1, 1));
        let _one = taken(&slots);
        let mut two = pin!(slots.clone().take());
        assert!(poll(two.as_mut()).is_pending());
        assert!(matches!(poll(pin!(slots.clone().take())), Poll::Ready(None)));
        assert_eq!(slots.counts(), Counts { slots: 1, in_flight: 1, queued: 1, done: 0, refused: 1 });
    }

    #[test]
    fn a_client_that_goes_away_leaves_its_place_or_its_slot() {
        let slots = Arc::new(Slots::new(1, 1));
        let one = taken(&slots);
        {
            let mut two = pin!(slots.clone().take());
            assert!(poll(two.as_mut()).is_pending());
        }
        drop(one);
        assert_eq!(slots.counts(), Counts { slots: 1, in_flight: 0, queued: 0, done: 0, refused: 0 });
    }
}
