//! The load tool over WebSocket as a person or the runner would run it, against real servers.

#[path = "../../examples/ws_echo.rs"]
#[allow(dead_code)] // Its `main` is for the bench.
mod ws_echo;

mod faults;
mod holding;
mod refusals;
mod run;
