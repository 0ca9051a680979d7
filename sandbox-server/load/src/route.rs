//! The way to the server: its address, the addresses of this machine that connections come from, and whether as many
//! connections can exist at all. Connections are numbered; number `i` always comes from the same source address.

use crate::share::Share;
use socket2::{Domain, Protocol, SockAddr, Socket, Type};
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::os::fd::AsRawFd;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Faster, and the accept queue of a server that is busy with the last ones overflows (LD14).
pub const MOST_OPENED_A_SECOND: f64 = 2_000.0;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// Files that are open beside the connections, with some to spare.
const OTHER_FILES: usize = 32;
/// To one address and port, from one source address (LD14). The usual range has 28,232 ports.
const MOST_FROM_ONE_SOURCE: usize = 20_000;
/// In a smaller range: the rest is for connections that linger and for other programs.
const SHARE_OF_PORTS: f64 = 0.75;

#[derive(Clone, Debug)]
pub struct Route {
    pub address: SocketAddr,
    /// Empty when one is enough: the kernel chooses it.
    sources: Vec<Ipv4Addr>,
    share: Share,
}

impl Route {
    /// The way for so many connections to the first of `addresses` that answers, and connection 0, which found it.
    /// `per_source` lowers the number of connections from one source address.
    pub fn find(
        addresses: &[SocketAddr],
        connections: usize,
        per_source: Option<usize>,
    ) -> Result<(Self, TcpStream), String> {
        check_files(connections, raise_file_limit())?;
        let per_source = per_source.unwrap_or(usize::MAX).min(most_from_one_source(local_ports())).max(1);
        let mut refusal = String::new();
        for &address in addresses {
            match TcpStream::connect_timeout(&address, CONNECT_TIMEOUT) {
                Ok(stream) => {
                    let sources = sources(address, connections, per_source)?;
                    return Ok((Self { address, sources, share: Share::WHOLE }, stream));
                }
                Err(error) => refusal = format!("Nothing answers on {address} ({error}). Start the server first."),
            }
        }
        Err(refusal)
    }

    /// The same way, for connections of a share.
    pub fn share(&self, share: Share) -> Self {
        Self { share, ..self.clone() }
    }

    /// How many addresses of this machine connections come from.
    pub fn sources(&self) -> usize {
        self.sources.len().max(1)
    }

    /// Opens all connections before the load begins, one after the other and not too fast.
    pub fn open_all(&self, first: TcpStream, connections: usize) -> Result<Vec<TcpStream>, String> {
        let begun = Instant::now();
        let mut opened = Vec::with_capacity(connections);
        opened.push(first);
        while opened.len() < connections {
            let due = Duration::from_secs_f64(opened.len() as f64 / MOST_OPENED_A_SECOND);
            sleep(due.saturating_sub(begun.elapsed()));
            let stream = self.socket(opened.len()).and_then(|socket| {
                socket.connect_timeout(&self.address.into(), CONNECT_TIMEOUT).map(|()| socket.into())
            });
            opened.push(stream.map_err(|error| {
                let n = opened.len();
                format!("{} took {n} of {connections} connections and then no more ({error}). Use --connections {n} or fewer.", self.address)
            })?);
        }
        Ok(opened)
    }

    /// Begins to connect number `index`, without waiting. Readiness tells the outcome.
    pub fn connect(&self, index: usize) -> io::Result<mio::net::TcpStream> {
        let socket = self.socket(index)?;
        socket.set_nonblocking(true)?;
        match socket.connect(&self.address.into()) {
            Err(error) if error.raw_os_error() != Some(libc::EINPROGRESS) => Err(error),
            _ => Ok(mio::net::TcpStream::from_std(socket.into())),
        }
    }

    fn socket(&self, index: usize) -> io::Result<Socket> {
        let socket = Socket::new(Domain::for_address(self.address), Type::STREAM, Some(Protocol::TCP))?;
        if !self.sources.is_empty() {
            choose_port_late(&socket)?;
            let source = self.sources[self.share.number_of(index) % self.sources.len()];
            socket.bind(&SockAddr::from(SocketAddr::from((source, 0))))?;
        }
        Ok(socket)
    }
}

/// The port is chosen when the other end is known, so that each pair of addresses has all ports for itself; a plain
/// `bind` would take one that no other source address uses.
fn choose_port_late(socket: &Socket) -> io::Result<()> {
    let on: libc::c_int = 1;
    // SAFETY: sets one option of an open socket.
    let result = unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::IPPROTO_IP,
            libc::IP_BIND_ADDRESS_NO_PORT,
            (&raw const on).cast(),
            size_of_val(&on) as libc::socklen_t,
        )
    };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// 127.0.0.1, 127.0.0.2 and so on, as many as are needed; none when one is enough.
fn sources(address: SocketAddr, connections: usize, per_source: usize) -> Result<Vec<Ipv4Addr>, String> {
    let needed = connections.div_ceil(per_source);
    match address.ip() {
        _ if needed == 1 => Ok(Vec::new()),
        IpAddr::V4(_) => Ok((0..needed as u32).map(|n| Ipv4Addr::from(u32::from(Ipv4Addr::LOCALHOST) + n)).collect()),
        IpAddr::V6(_) => Err(format!(
            "{connections} connections are more than the one address ::1 has ports for; \
             {per_source} would work, or an address like 127.0.0.1."
        )),
    }
}

/// First and last local port that the kernel gives to connections.
fn local_ports() -> (usize, usize) {
    /// Linux's own, where the setting cannot be read.
    const USUAL: (usize, usize) = (32_768, 60_999);
    let read = || {
        let text = std::fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").ok()?;
        let mut bounds = text.split_whitespace().map_while(|bound| bound.parse().ok());
        Some((bounds.next()?, bounds.next()?))
    };
    read().unwrap_or(USUAL)
}

fn most_from_one_source((first, last): (usize, usize)) -> usize {
    let ports = (last + 1).saturating_sub(first);
    ((ports as f64 * SHARE_OF_PORTS) as usize).min(MOST_FROM_ONE_SOURCE)
}

/// Raises this process's limit of open files as far as it may and returns it.
fn raise_file_limit() -> usize {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: reads and raises this process's own limit of open files.
    unsafe {
        libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit);
        limit.rlim_cur = limit.rlim_max;
        libc::setrlimit(libc::RLIMIT_NOFILE, &limit);
        libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit);
    }
    limit.rlim_cur as usize
}

fn check_files(connections: usize, limit: usize) -> Result<(), String> {
    let files = limit.saturating_sub(OTHER_FILES);
    if connections <= files {
        return Ok(());
    }
    Err(format!(
        "{connections} connections need more open files than this process may have ({limit}); \
         {files} would work, or a higher `ulimit -n`."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ld14_more_files_than_allowed_are_refused_with_the_number_that_would_work() {
        assert_eq!(check_files(992, 1024), Ok(()));
        let refusal = check_files(993, 1024).unwrap_err();
        assert!(refusal.contains("may have (1024); 992 would work"), "{refusal}");
    }

    #[test]
    fn ld14_more_than_20000_connections_come_from_several_addresses() {
        let address = "127.0.0.1:80".parse().unwrap();
        for (connections, expected) in [
            (20_000, vec![]),
            (20_001, vec!["127.0.0.1", "127.0.0.2"]),
            (40_001, vec!["127.0.0.1", "127.0.0.2", "127.0.0.3"]),
        ] {
            let sources = sources(address, connections, MOST_FROM_ONE_SOURCE).unwrap();
            assert_eq!(sources.iter().map(Ipv4Addr::to_string).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn ld14_over_the_one_address_of_ipv6_too_many_are_refused() {
        let address = "[::1]:80".parse().unwrap();
        assert!(sources(address, 20_000, 20_000).unwrap().is_empty());
        let refusal = sources(address, 20_001, 20_000).unwrap_err();
        assert!(refusal.contains("20000 would work"), "{refusal}");
    }

    #[test]
    fn ld14_a_small_range_of_ports_is_not_used_up() {
        for (range, most) in [((32_768, 60_999), 20_000), ((1_024, 65_535), 20_000), ((50_000, 50_999), 750)] {
            assert_eq!(most_from_one_source(range), most);
        }
    }
}
