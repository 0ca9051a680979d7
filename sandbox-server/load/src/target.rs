//! Where the load goes: an address of this machine and a path there.

use crate::route::Route;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};

#[derive(Debug)]
pub struct Target {
    /// A name can mean several addresses; the first that answers is used.
    addresses: Vec<SocketAddr>,
    pub host: String,
    pub path: String,
}

impl Target {
    pub fn parse(url: &str) -> Result<Self, String> {
        Self::parse_as(url, "http://", "http://127.0.0.1:8080/ping")
    }

    pub fn parse_websocket(url: &str) -> Result<Self, String> {
        Self::parse_as(url, "ws://", "ws://127.0.0.1:8080/echo")
    }

    /// Loopback only: this tool must not be turned on anybody else's machine (LD15).
    fn parse_as(url: &str, scheme: &str, example: &str) -> Result<Self, String> {
        let Some(rest) = url.strip_prefix(scheme) else {
            return Err(format!("The address must begin with {scheme}, for example {example}."));
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

    /// The way for so many connections, and the first of them.
    pub fn route(&self, connections: usize, per_source: Option<usize>) -> Result<(Route, TcpStream), String> {
        Route::find(&self.addresses, connections, per_source)
    }
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

    #[test]
    fn a_websocket_has_its_own_scheme() {
        let target = Target::parse_websocket("ws://127.0.0.1:1/echo").unwrap();
        assert_eq!((target.host.as_str(), target.path.as_str()), ("127.0.0.1:1", "/echo"));
        let refusal = Target::parse_websocket("http://127.0.0.1:1/echo").unwrap_err();
        assert!(refusal.contains("must begin with ws://, for example ws://127.0.0.1:8080/echo"), "{refusal}");
    }
}
