//! Reading /proc: files that stay open, and numbers in their text.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn me4_a_number_that_a_kernel_does_not_write_is_absent() {
        let status = "Name:\tVmRSS: 7\nVmRSS:\t    1616 kB\nThreads:\t12\n";
        assert_eq!(number_after(status, "VmRSS:"), Some(1616));
        assert_eq!(number_after(status, "Threads:"), Some(12));
        assert_eq!(number_after(status, "VmPTE:"), None);
    }
}
