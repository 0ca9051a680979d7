//! Connections that the kernel turned away because a server's queue was full, of a whole network namespace.

use super::proc_file::Scratch;
use super::shared_counter::SharedCounter;
use std::fs;
use std::os::linux::fs::MetadataExt;

/// Counts `ListenOverflows` and `ListenDrops` as the process sees them.
pub fn counter_of(pid: libc::pid_t, scratch: &mut Scratch) -> Option<SharedCounter<2>> {
    // Who may not see the namespace's number counts for itself.
    let key = fs::metadata(format!("/proc/{pid}/ns/net")).map_or(format!("pid {pid}"), |it| it.st_ino().to_string());
    SharedCounter::open(key, &format!("/proc/{pid}/net/netstat"), counts, scratch)
}

/// The file pairs a line of names with a line of numbers.
fn counts(netstat: &str) -> Option<[u64; 2]> {
    let mut lines = netstat.lines().filter_map(|line| line.strip_prefix("TcpExt:"));
    let (names, values) = (lines.next()?, lines.next()?);
    let value = |wanted| {
        let column = names.split_ascii_whitespace().position(|name| name == wanted)?;
        values.split_ascii_whitespace().nth(column)?.parse().ok()
    };
    Some([value("ListenOverflows")?, value("ListenDrops")?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn me4_counters_are_found_by_name_wherever_a_kernel_puts_them() {
        let text = "TcpExt: TW ListenDrops ListenOverflows\nTcpExt: 1 20 3\nIpExt: InNoRoutes\nIpExt: 0\n";
        assert_eq!(counts(text), Some([3, 20]));
        assert_eq!(counts("TcpExt: TW\nTcpExt: 1\n"), None);
    }
}
