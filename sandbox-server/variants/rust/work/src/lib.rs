//! The work behind the routes, written once for all Rust variants. ../../node/work.js does the same, byte for byte.
//!
//! A function takes the query of its route and gives what is to be serialised, or the answer to a bad query. It does its
//! work on the thread that calls it: which thread that is, is the variant's business.

mod burn;
mod counter;
mod hash;
mod query;
mod records;
pub mod reply;
pub mod settings;
pub mod stats;

pub use burn::burned;
pub use counter::counted;
pub use hash::{Derived, derived, hashed};
pub use query::{BadQuery, MS, sleep_ms, value_of, whole_number, whole_number_or};
pub use records::{Record, parsed, payload};
