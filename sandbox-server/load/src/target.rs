//! Where the load goes: an address of this machine, and connections to it, opened before the clock starts.

use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// Files that are open beside the connections, with some to spare.
const OTHER_FILES: usize = 32;
/// One source address has about 28,000 local ports (LD14).
const MOST_CONNECTIONS: usize = 20_000;

#[derive(Debug)]
pub struct Target {
    /// A name can mean several addresses; the first that answers is used.
    addresses: Vec<SocketAddr>,
    pub host: String,
    pub path: String,
}

impl Target {
    /// Loopback only: this tool must not be turned on anybody else's machine (LD15).
    pub fn parse(url: &str) -> Result<Self, String> {
        let Some(rest) = url.strip_prefix("http://") else {
            return Err("The address must begin with http://, for example http://127.0.0.1:8080/ping.".into());
        };
        let rest = rest.split('#').next().unwrap_or(rest);
        let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        if path.bytes().any(|byte| byte <= b' ' || byte == 0x7f) {
            return Err("The address holds a space or a control character; write it as %20.".into());
        }
        let has_port = host.rsplit_once(':').is_some_and(|(_, port)| !port.contains(']'));
        let named = if has_port { host.to_owned() } else { format!("{host}:80") };
        let addresses: Vec<SocketAddr> = named.to_socket_addrs().map(Iterator::collect).unwrap_or_default();
        if addresses.is_empty() {
            return Err(format!("{host} is no address. Use http://127.0.0.1:PORT/path."));
        }
        if !addresses.iter().all(|address| address.ip().is_loopback()) {
            return Err(format!("{host} is not on this machine. The load tool loads loopback addresses only."));
        }
        Ok(Self { addresses, host: host.to_owned(), path })
    }

    /// Opens all connections, one after the other, so that no accept queue overflows.
    pub fn open(&self, connections: usize) -> Result<(SocketAddr, Vec<TcpStream>), String> {
        check_limits(connections)?;
        let connect = |address: &SocketAddr| TcpStream::connect_timeout(address, CONNECT_TIMEOUT);
        let mut refusal = None;
        let first = self.addresses.iter().find_map(|address| match connect(address) {
            Ok(stream) => Some((*address, stream)),
            Err(error) => {
                refusal = Some(format!("Nothing answers on {address} ({error}). Start the server first."));
                None
            }
        });
        let Some((address, stream)) = first else { return Err(refusal.unwrap_or_default()) };
        let mut opened = Vec::with_capacity(connections);
        opened.push(stream);
        while opened.len() < connections {
            opened.push(connect(&address).map_err(|error| {
                let n = opened.len();
                format!("{address} took {n} of {connections} connections and then no more ({error}). Use --connections {n} or fewer.")
            })?);
        }
        Ok((address, opened))
    }
}

/// Raises the limit of open files as far as allowed and refuses what it cannot hold, with the number that would work.
fn check_limits(connections: usize) -> Result<(), String> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: reads and raises this process's own limit of open files.
    unsafe {
        libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit);
        limit.rlim_cur = limit.rlim_max;
        libc::setrlimit(libc::RLIMIT_NOFILE, &limit);
    }
    let files = (limit.rlim_max as usize).saturating_sub(OTHER_FILES);
    if connections > files && files < MOST_CONNECTIONS {
        return Err(format!(
            "{connections} connections need more open files than this process may have ({}); {files} would work, or a higher `ulimit -n`.",
            limit.rlim_max
        ));
    }
    if connections > MOST_CONNECTIONS {
        return Err(format!(
            "{connections} connections are more than one address has ports for; {MOST_CONNECTIONS} would work."
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        for (url, address, host, path) in [
            ("http://127.0.0.1:8080/ping", "127.0.0.1:8080", "127.0.0.1:8080", "/ping"),
            ("http://127.0.0.1:8080", "127.0.0.1:8080", "127.0.0.1:8080", "/"),
            ("http://127.0.0.1", "127.0.0.1:80", "127.0.0.1", "/"),
            ("http://127.0.0.1:1?n=1", "127.0.0.1:1", "127.0.0.1:1", "/?n=1"),
            ("http://127.9.9.9:1/a?b=/c#d", "127.9.9.9:1", "127.9.9.9:1", "/a?b=/c"),
            ("http://[::1]:5/x", "[::1]:5", "[::1]:5", "/x"),
            ("http://[::1]/x", "[::1]:80", "[::1]", "/x"),
        ] {
            let target = Target::parse(url).unwrap();
            assert_eq!(target.addresses, [address.parse().unwrap()], "{url}");
            assert_eq!((target.host.as_str(), target.path.as_str()), (host, path), "{url}");
        }
    }

    #[test]
    fn ld15_what_is_not_loopback_or_no_address_is_refused() {
        for (url, told) in [
            ("https://127.0.0.1/", "must begin with http://"),
            ("127.0.0.1:80", "must begin with http://"),
            ("http://192.0.2.1:80/", "not on this machine"),
            ("http://[2001:db8::1]/", "not on this machine"),
            ("http://127.0.0.1:99999/", "no address"),
            ("http:///x", "no address"),
            ("http://127.0.0.1/a b", "space"),
        ] {
            let refusal = Target::parse(url).unwrap_err();
            assert!(refusal.contains(told), "{url}: {refusal}");
        }
    }
}
