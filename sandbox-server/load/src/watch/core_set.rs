//! Sets of core numbers, small enough to unite once a thread.

const WORDS: usize = libc::CPU_SETSIZE as usize / u64::BITS as usize;

#[derive(Clone, Copy, Default)]
pub struct CoreSet([u64; WORDS]);

impl CoreSet {
    pub fn insert(&mut self, core: usize) {
        if let Some(word) = self.0.get_mut(core / 64) {
            *word |= 1 << (core % 64);
        }
    }

    /// Adds the cores that a thread may use (`Cpus_allowed_list`, without its text); none when it is gone.
    pub fn insert_allowed(&mut self, thread: libc::pid_t) {
        let mut allowed = Self::default();
        // SAFETY: the kernel writes at most the given number of bytes.
        unsafe { libc::sched_getaffinity(thread, size_of::<Self>(), (&raw mut allowed).cast()) };
        for (word, more) in self.0.iter_mut().zip(allowed.0) {
            *word |= more;
        }
    }

    pub fn numbers(&self) -> Vec<usize> {
        let holds = |core: &usize| self.0[core / 64] >> (core % 64) & 1 == 1;
        (0..WORDS * 64).filter(holds).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ab15_a_set_holds_the_cores_put_in_and_those_this_thread_may_use() {
        let mut set = CoreSet::default();
        for core in [3, 64, 1023, 5_000] {
            set.insert(core);
        }
        assert_eq!(set.numbers(), [3, 64, 1023]);
        let mut own = CoreSet::default();
        own.insert_allowed(0);
        assert_eq!(own.numbers(), crate::cpu::affinity());
    }
}
