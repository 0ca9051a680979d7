//! What is asked of the connections. What cannot be together cannot be written (LD1).

use clap::ValueEnum;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Work {
    pub connections: usize,
    /// Opened a second.
    pub connect_rate: f64,
    /// Without it connections are closed when all are open.
    pub hold: Option<Hold>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hold {
    pub seconds: f64,
    /// Between two pings on each connection.
    pub ping_seconds: Option<f64>,
    pub echo: Option<Echo>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Echo {
    /// Messages a second on each connection.
    pub rate: f64,
    pub bytes: usize,
    pub kind: EchoKind,
    pub seed: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub enum EchoKind {
    Text,
    Binary,
}

impl EchoKind {
    pub fn name(self) -> &'static str {
        match self {
            EchoKind::Text => "text",
            EchoKind::Binary => "binary",
        }
    }
}
