//! What this kernel offers, tried on the sampler itself.

use std::path::Path;

/// Optional files of each thread, both parts of the kernel's configuration.
pub struct Kernel {
    pub schedstat: bool,
    pub children: bool,
}

impl Kernel {
    pub fn probe() -> Self {
        let offers = |name: &str| Path::new("/proc/thread-self").join(name).exists();
        Self { schedstat: offers("schedstat"), children: offers("children") }
    }

    pub fn absent(&self) -> Vec<&'static str> {
        let sources = [("run-queue delay", self.schedstat), ("descendants", self.children)];
        sources.into_iter().filter_map(|(source, offered)| (!offered).then_some(source)).collect()
    }
}
