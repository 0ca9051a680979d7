use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use moka::future::Cache;
use serde::Serialize;
use work::settings::whole_setting;

#[derive(Serialize)]
pub struct Totals {
    entries: u64,
    hits: u64,
    misses: u64,
    joins: u64,
}

// #region cache
pub struct Shelf {
    values: Cache<String, Bytes>,
    join: bool,
    hits: AtomicU64,
    misses: AtomicU64,
    joins: AtomicU64,
}

impl Shelf {
    pub fn from_env() -> Self {
        let capacity = whole_setting("CAPACITY", 10_000, 1..=10_000_000) as u64;
        let time_to_live = Duration::from_millis(whole_setting("TTL_MS", 60_000, 1..=86_400_000) as u64);
        let values = Cache::builder().max_capacity(capacity).time_to_live(time_to_live).build(); // [1]
        let join = whole_setting("JOIN", 0, 0..=1) == 1;
        Self { values, join, hits: 0.into(), misses: 0.into(), joins: 0.into() }
    }

    /// The value of a key and how it was found; who misses it waits for `slow`.
    pub async fn find(&self, key: &str, slow: impl Future<Output = Bytes>) -> (&'static str, Bytes) {
        let (found, count, value) = if let Some(value) = self.values.get(key).await {
            ("hit", &self.hits, value)
        } else if self.join {
            let entry = self.values.entry_by_ref(key).or_insert_with(slow).await; // [2]
            let (found, count) = if entry.is_fresh() { ("miss", &self.misses) } else { ("join", &self.joins) };
            (found, count, entry.into_value())
        } else {
            let value = slow.await; // [3]
            self.values.insert(key.to_owned(), value.clone()).await;
            ("miss", &self.misses, value)
        };
        count.fetch_add(1, Ordering::Relaxed);
        (found, value)
    }

    pub async fn totals(&self) -> Totals {
        self.values.run_pending_tasks().await; // [4]
        let [hits, misses, joins] = [&self.hits, &self.misses, &self.joins].map(|count| count.load(Ordering::Relaxed));
        Totals { entries: self.values.entry_count(), hits, misses, joins }
    }
}
// #endregion cache

// [1] Full, it drops what is used least often, and may turn away a key that is new: moka's policy is TinyLFU.
// [2] Who comes first makes the value; who asks for the same key meanwhile waits for that one. When the first client
//     goes away, the next in line makes it.
// [3] Between the miss and this insertion lies the wait: everyone who asks in that time waits for a value of their own.
// [4] moka puts its books in order now and then; without this line the number of entries would be an old one.
