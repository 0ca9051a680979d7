//! Reading /proc: files that stay open, and numbers in their text.

use libc::pid_t;
use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// Larger than any file read here, but for the tail of /proc/stat on hosts with very many interrupts.
const BUFFER_BYTES: usize = 64 * 1024;

/// One buffer for all reads of a pass.
pub struct Scratch(Box<[u8]>);

impl Scratch {
    pub fn new() -> Self {
        Self(vec![0; BUFFER_BYTES].into())
    }
}

/// A file that stays open: opening costs several times a read. The kernel writes its text anew for each read, and
/// refuses when the process or thread that it belongs to is gone, even if another has its number by then.
pub struct ProcFile(File);

impl ProcFile {
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        File::open(path).map(Self)
    }

    /// The text as it is now.
    pub fn read<'a>(&self, scratch: &'a mut Scratch) -> io::Result<Cow<'a, str>> {
        let length = self.0.read_at(&mut scratch.0, 0)?;
        Ok(String::from_utf8_lossy(&scratch.0[..length]))
    }
}

/// The numbers of a text that is nothing but numbers.
pub fn numbers(text: &str) -> impl Iterator<Item = u64> {
    text.split_ascii_whitespace().map_while(|word| word.parse().ok())
}

/// The number behind `name` at the start of a line, as in `VmHWM:     1616 kB`. Looks from the end: what is read most
/// often, a thread's switches, stands there.
pub fn number_after(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().rev().find_map(|line| line.strip_prefix(name))?;
    numbers(line).next()
}

/// Names in a directory that are numbers: processes in a /proc, threads in a `task`. None when it is gone.
pub fn numbered(directory: &str) -> Vec<pid_t> {
    let Ok(entries) = std::fs::read_dir(directory) else { return Vec::new() };
    entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).collect()
}

/// Words of `stat` behind the name in brackets up to the first time, field 14 of proc_pid_stat(5).
const TIMES_AFTER_NAME: usize = 11;

/// CPU time of a process from its `stat`, in ticks of USER_HZ: its own in user mode and in the kernel, threads that have
/// ended included, then both of ended children that it has asked for.
pub fn cpu_times(stat: &str) -> Option<[u64; 4]> {
    let mut words = stat.rsplit_once(") ")?.1.split(' ').skip(TIMES_AFTER_NAME).map_while(|word| word.parse().ok());
    Some([words.next()?, words.next()?, words.next()?, words.next()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn me1_times_are_found_whatever_the_name_of_the_program_is() {
        let stat = "42 (a) b) S 1 42 42 0 -1 4194560 100 200 0 0 11 12 13 14 20 0 1 0 5 6 7\n";
        assert_eq!(cpu_times(stat), Some([11, 12, 13, 14]));
        assert_eq!(cpu_times(""), None);
    }

    #[test]
    fn me4_a_number_that_a_kernel_does_not_write_is_absent() {
        let status = "Name:\tVmRSS: 7\nVmRSS:\t    1616 kB\nThreads:\t12\n";
        assert_eq!(number_after(status, "VmRSS:"), Some(1616));
        assert_eq!(number_after(status, "Threads:"), Some(12));
        assert_eq!(number_after(status, "VmPTE:"), None);
    }
}
