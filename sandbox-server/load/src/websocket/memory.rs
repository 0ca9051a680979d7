//! What a held connection costs the load tool itself. Buffers of sockets are the kernel's and not counted.

use serde::Serialize;

/// Resident memory of this process; `None` where the kernel does not say.
pub fn resident_bytes() -> Option<u64> {
    let pages: u64 = std::fs::read_to_string("/proc/self/statm").ok()?.split(' ').nth(1)?.parse().ok()?;
    // SAFETY: reads one number.
    let page_bytes = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    Some(pages * page_bytes as u64)
}

/// Before the first connection, and when connecting or holding was over.
#[derive(Serialize, Clone, Copy)]
#[serde(rename_all = "camelCase")]
pub struct Memory {
    pub before_bytes: u64,
    pub held_bytes: u64,
    /// The difference over the connections that were open then.
    pub each_bytes: u64,
}

impl Memory {
    pub fn since(before_bytes: Option<u64>, connections: u64) -> Option<Self> {
        let (before_bytes, held_bytes) = (before_bytes?, resident_bytes()?);
        let each_bytes = held_bytes.saturating_sub(before_bytes).checked_div(connections)?;
        Some(Self { before_bytes, held_bytes, each_bytes })
    }
}
