//! What the runner decides, read once from the environment. A value that does not parse ends the process.

use std::net::{self, IpAddr, SocketAddr};
use std::ops::RangeInclusive;
use std::{env, io, process, thread};

use socket2::{Domain, Socket, Type};
use tokio::net::TcpListener;

#[derive(Clone, Copy)]
pub struct Settings {
    pub address: SocketAddr,
    pub workers: usize,
}

impl Settings {
    pub fn from_env() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from); // [1]
        let host = env::var("HOST").unwrap_or("127.0.0.1".into());
        let host: IpAddr = host.parse().unwrap_or_else(|_| refuse("HOST must be an IP address", &host));
        let port = whole_setting("PORT", 8080, 0..=65_535) as u16;
        Self { address: (host, port).into(), workers: whole_setting("WORKERS", cores, 1..=1024) }
    }

    /// Opens the listening socket and says on stdout that connections may come.
    pub fn listen(&self) -> io::Result<TcpListener> {
        let listener = self.listen_blocking()?;
        listener.set_nonblocking(true)?;
        TcpListener::from_std(listener)
    }

    /// The same for a variant that waits in the kernel and has no event loop.
    pub fn listen_blocking(&self) -> io::Result<net::TcpListener> {
        let socket = Socket::new(Domain::for_address(self.address), Type::STREAM, None)?;
        socket.set_reuse_address(true)?; // [2]
        socket.bind(&self.address.into())?;
        socket.listen(4096)?; // [3]
        let listener = net::TcpListener::from(socket);
        let (port, workers) = (listener.local_addr()?.port(), self.workers);
        println!(r#"{{"ready":{{"port":{port},"workers":{workers}}}}}"#);
        Ok(listener)
    }
}

/// The value of an environment variable, `otherwise` without it.
pub fn whole_setting(name: &str, otherwise: usize, range: RangeInclusive<usize>) -> usize {
    let Ok(text) = env::var(name) else { return otherwise };
    match text.parse() {
        Ok(value) if range.contains(&value) => value,
        _ => refuse(&format!("{name} must be a whole number from {} to {}", range.start(), range.end()), &text),
    }
}

fn refuse(rule: &str, text: &str) -> ! {
    eprintln!("{rule}, not \"{text}\"");
    process::exit(1)
}

// [1] available_parallelism() counts the cores this process may use, not all the machine has.
// [2] A server that was just stopped leaves connections in TIME_WAIT; its port can be bound again at once.
// [3] TcpListener::bind would do all this with room for only 128 connections that wait to be accepted.
