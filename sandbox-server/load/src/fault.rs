//! Why a request failed (LD10). `noPorts` and `noFiles` are the load tool's own faults.

use std::collections::BTreeMap;
use std::io;

macro_rules! faults {
    ($($(#[$doc:meta])* $fault:ident = $name:literal,)*) => {
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Fault { $($(#[$doc])* $fault,)* }
        impl Fault {
            pub const ALL: &[Fault] = &[$(Fault::$fault,)*];
            /// As the lines name it.
            pub fn name(self) -> &'static str {
                match self { $(Fault::$fault => $name,)* }
            }
        }
    };
}

faults! {
    ConnectRefused = "connectRefused",
    ConnectTimeout = "connectTimeout",
    ConnectReset = "connectReset",
    /// No local port is left.
    NoPorts = "noPorts",
    /// No file descriptor is left.
    NoFiles = "noFiles",
    WriteReset = "writeReset",
    ReadReset = "readReset",
    /// The server had closed a kept connection before it saw the request (LD8).
    StaleClose = "staleClose",
    /// The connection ended before the answer was complete.
    Eof = "eof",
    Timeout = "timeout",
    /// Not an answer in HTTP/1.1, or one that asks for another request (1xx, 3xx).
    Parse = "parse",
    Status4xx = "status4xx",
    Status5xx = "status5xx",
    /// Another body than expected, or more bytes than its length.
    BodyMismatch = "bodyMismatch",
    /// The answer to the request to upgrade was no, or not to this request.
    WsHandshake = "wsHandshake",
    /// The server ended a connection that was to be held.
    WsClose = "wsClose",
    /// An echo that is not as it was sent, is missing while a later one came, or that nobody asked for.
    WsPayload = "wsPayload",
}

impl Fault {
    /// What a failed `connect` means.
    pub fn of_connect(error: &io::Error) -> Self {
        match error.raw_os_error() {
            Some(libc::ECONNREFUSED) => Fault::ConnectRefused,
            Some(libc::EADDRNOTAVAIL) => Fault::NoPorts,
            Some(libc::EMFILE | libc::ENFILE) => Fault::NoFiles,
            Some(libc::ETIMEDOUT) => Fault::ConnectTimeout,
            _ => Fault::ConnectReset,
        }
    }

    /// The connection could not be opened at all.
    pub fn before_connected(self) -> bool {
        matches!(
            self,
            Fault::ConnectRefused | Fault::ConnectTimeout | Fault::ConnectReset | Fault::NoPorts | Fault::NoFiles
        )
    }
}

/// How often each fault happened. An array, so that counting allocates nothing.
#[derive(Clone, Default, Debug, PartialEq)]
pub struct FaultCounts([u64; Fault::ALL.len()]);

impl FaultCounts {
    pub fn count(&mut self, fault: Fault) {
        self.0[fault as usize] += 1;
    }

    pub fn of(&self, fault: Fault) -> u64 {
        self.0[fault as usize]
    }

    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    pub fn add(&mut self, other: &FaultCounts) {
        for (sum, count) in self.0.iter_mut().zip(other.0) {
            *sum += count;
        }
    }

    /// Those that happened, by name.
    pub fn named(&self) -> BTreeMap<&'static str, u64> {
        Fault::ALL.iter().map(|fault| (fault.name(), self.of(*fault))).filter(|(_, count)| *count > 0).collect()
    }
}
