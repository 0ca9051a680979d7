//! A request on its way. Times in nanoseconds since the epoch.

/// Due, and perhaps not sent yet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Due {
    pub class: usize,
    pub planned_ns: u64,
}

#[derive(Clone, Copy, Debug)]
pub struct Request {
    pub class: usize,
    pub planned_ns: u64,
    /// Just before connecting, where that was needed, or before the first write.
    pub sent_ns: u64,
    /// Noticed only where more of the answer came later; else it is the end.
    pub first_byte_ns: Option<u64>,
}

impl Request {
    pub fn sent(due: Due, now: u64) -> Self {
        Self { class: due.class, planned_ns: due.planned_ns, sent_ns: now, first_byte_ns: None }
    }

    pub fn due(&self) -> Due {
        Due { class: self.class, planned_ns: self.planned_ns }
    }
}
