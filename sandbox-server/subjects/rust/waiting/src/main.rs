//! COUNT threads or tasks that wait, and what each of them takes: memory, address space and time to make it.

use std::hint::black_box;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

/// Longer than anybody looks.
const WAIT: Duration = Duration::from_secs(3600);
/// As the kernel hands out memory on most machines.
const PAGE: usize = 4096;

// #region threads
fn threads(count: usize, stack_bytes: usize, used_pages: usize) {
    let all_run = Arc::new(Barrier::new(count + 1));
    for made in 0..count {
        let all_run = all_run.clone();
        let wait = move || {
            if used_pages > 0 {
                use_stack(used_pages);
            }
            all_run.wait(); // [1]
            thread::sleep(WAIT);
        };
        let started = thread::Builder::new().stack_size(stack_bytes).spawn(wait); // [2]
        if let Err(why) = started {
            panic!("The host gave {made} of {count} threads: {why}.");
        }
    }
    all_run.wait();
}
// #endregion threads

// #region use-stack
#[inline(never)]
fn use_stack(pages: usize) {
    let mut page = [0_u8; PAGE]; // [3]
    black_box(&mut page);
    if pages > 1 {
        use_stack(pages - 1);
    }
    black_box(&page);
}
// #endregion use-stack

// #region tasks
async fn tasks(count: usize) {
    for _ in 0..count {
        tokio::spawn(async { tokio::time::sleep(WAIT).await }); // [4]
    }
    tokio::spawn(async {}).await.expect("it does nothing"); // [5]
}
// #endregion tasks

// [1] A thread counts once it runs, so all of them meet before anybody looks. Then each sleeps.
// [2] The stack is reserved here, by the thread that starts the other one.
// [3] A local array of one page. Each call inside another has its own, so they use as many pages as they are deep. Then
//     all of them return.
// [4] A value on the heap: its future, with what lives across the await, and a header of the runtime's.
// [5] It was spawned last and runs last: all the others wait now.

/// Stacks in the kernel of all threads of the host, in bytes. The kernel does not tell a process its own.
fn kernel_stacks() -> f64 {
    let all = std::fs::read_to_string("/proc/meminfo").expect("Linux tells its memory in /proc");
    let line = all.lines().find(|line| line.starts_with("KernelStack:")).expect("the kernel names it");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).expect("a number of kB") * 1024.0
}

fn main() {
    let kind: String = report::setting("KIND");
    let count: usize = report::setting("COUNT");
    let stack_bytes = report::setting::<usize>("STACK_KB") * 1024;
    let used_pages = report::setting::<usize>("USED_KB") * 1024 / PAGE;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(report::setting("WORKERS")).enable_time().build();
    let runtime = runtime.expect("the host allows a few threads");
    runtime.block_on(async { tokio::spawn(async {}).await.expect("it does nothing") });

    let kernel = kernel_stacks();
    let (resident, address) = report::memory();
    let from = Instant::now();
    match kind.as_str() {
        "threads" => threads(count, stack_bytes, used_pages),
        "tasks" => runtime.block_on(tasks(count)),
        other => panic!("KIND is \"{other}\"; it is threads or tasks."),
    }
    let micros = from.elapsed().as_secs_f64() * 1e6;
    let (resident_after, address_after) = report::memory();
    let each = |value: f64| value / count as f64;
    let mut told = vec![
        ("createEach", each(micros)),
        ("residentEach", each(resident_after - resident)),
        ("virtualEach", each(address_after - address)),
    ];
    // Tasks have none: what other programs start meanwhile is not theirs.
    if kind == "threads" {
        told.push(("kernelStackEach", each(kernel_stacks() - kernel)));
    }
    report::line(&told);
    report::stay();
    // Nobody joins threads that wait for an hour.
    std::process::exit(0);
}
