//! Time in which a CPU quota stopped a process: its own cgroup's, or that of one above it.

use super::proc_file::{Scratch, number_after};
use super::shared_counter::SharedCounter;
use std::fs;
use std::path::{Path, PathBuf};

const NS_PER_US: u64 = 1_000;

/// One counter for each `cpu.stat` on the way up that knows of throttling, in nanoseconds.
pub fn counters_of(pid: libc::pid_t, scratch: &mut Scratch) -> Vec<SharedCounter<1>> {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let files = stat_files(&read(&format!("/proc/{pid}/cgroup")), &read("/proc/self/mountinfo"));
    let open = |path: PathBuf| {
        let path = path.to_str()?;
        SharedCounter::open(path.into(), path, throttled, scratch)
    };
    files.into_iter().filter_map(open).collect()
}

/// Version 1 counts nanoseconds, version 2 microseconds.
fn throttled(cpu_stat: &str) -> Option<[u64; 1]> {
    let nanoseconds = number_after(cpu_stat, "throttled_time ");
    let microseconds = || number_after(cpu_stat, "throttled_usec ").map(|us| us * NS_PER_US);
    Some([nanoseconds.or_else(microseconds)?])
}

/// Paths of `cpu.stat` from a process's cgroup up to the mounted root, for both versions.
fn stat_files(cgroups: &str, mounts: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for (root, mount_point, version_2) in mounts.lines().filter_map(cpu_hierarchy) {
        let Some(path) = cgroups.lines().find_map(|line| cgroup_in(line, version_2)) else { continue };
        // A container may see its own cgroup as the root although the path tells the host's.
        let below = Path::new(path).strip_prefix(root).unwrap_or(Path::new(""));
        let visible = !below.components().any(|part| part == std::path::Component::ParentDir);
        let below = if visible { below } else { Path::new("") };
        files.extend(below.ancestors().map(|part| Path::new(mount_point).join(part).join("cpu.stat")));
    }
    files
}

/// Root, mount point and version of a line of mountinfo, when it is a hierarchy that can hold the cpu controller.
fn cpu_hierarchy(line: &str) -> Option<(&str, &str, bool)> {
    let (mount, source) = line.split_once(" - ")?;
    let mut fields = mount.split(' ').skip(3);
    let (root, mount_point) = (fields.next()?, fields.next()?);
    let mut source = source.split(' ');
    let version_2 = match source.next()? {
        "cgroup2" => true,
        "cgroup" => false,
        _ => return None,
    };
    let mut has_cpu = || source.nth(1).is_some_and(|options| options.split(',').any(|option| option == "cpu"));
    (version_2 || has_cpu()).then_some((root, mount_point, version_2))
}

/// The path in a line of /proc/PID/cgroup, `NUMBER:CONTROLLERS:PATH`.
fn cgroup_in(line: &str, version_2: bool) -> Option<&str> {
    let mut fields = line.splitn(3, ':').skip(1);
    let (controllers, path) = (fields.next()?, fields.next()?);
    let matches = if version_2 { controllers.is_empty() } else { controllers.split(',').any(|name| name == "cpu") };
    matches.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(cgroups: &str, mounts: &str) -> Vec<String> {
        stat_files(cgroups, mounts).iter().map(|path| path.display().to_string()).collect()
    }

    #[test]
    fn me4_throttling_is_looked_for_in_each_cgroup_up_to_the_root_in_both_versions() {
        assert_eq!(
            files("0::/user/a\n", "31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n"),
            ["/sys/fs/cgroup/user/a/cpu.stat", "/sys/fs/cgroup/user/cpu.stat", "/sys/fs/cgroup/cpu.stat"]
        );
        let version_1 = "30 23 0:27 / /cg/cpuset rw - cgroup cgroup rw,cpuset\n\
                         31 23 0:28 / /cg/cpu rw - cgroup cgroup rw,cpu,cpuacct\n";
        assert_eq!(files("4:cpuset:/x\n3:cpu,cpuacct:/\n", version_1), ["/cg/cpu/cpu.stat"]);
    }

    #[test]
    fn me4_a_container_reads_its_own_root_when_it_cannot_see_the_hosts() {
        let mount = "31 23 0:28 /docker/7 /cg/cpu ro - cgroup cgroup rw,cpu\n";
        assert_eq!(files("3:cpu:/docker/7\n", mount), ["/cg/cpu/cpu.stat"]);
        assert_eq!(files("3:cpu:/elsewhere\n", mount), ["/cg/cpu/cpu.stat"]);
        assert_eq!(files("0::/../b\n", "31 23 0:28 / /cg rw - cgroup2 cgroup2 rw\n"), ["/cg/cpu.stat"]);
    }

    #[test]
    fn me4_throttled_time_has_one_unit() {
        assert_eq!(throttled("nr_throttled 2\nthrottled_time 5000\n"), Some([5_000]));
        assert_eq!(throttled("usage_usec 9\nthrottled_usec 5\n"), Some([5_000]));
        assert_eq!(throttled("usage_usec 9\n"), None);
    }
}
