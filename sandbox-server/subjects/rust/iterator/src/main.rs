//! The sum of the scores of all active users, written three ways.

use std::hint::black_box;
use std::time::Instant;

/// Elements in a round, however many users there are: a round must be longer than the clock is coarse.
const ELEMENTS: usize = 10_000_000;

pub struct User {
    pub active: bool,
    pub score: u32,
}

// #region bodies
/// [1] With indices, as one writes it in C.
#[unsafe(no_mangle)]
#[inline(never)]
#[expect(clippy::needless_range_loop, reason = "the indices are what is compared")]
pub fn by_loop(users: &[User]) -> u64 {
    let mut sum = 0;
    for i in 0..users.len() {
        if users[i].active {
            sum += u64::from(users[i].score);
        }
    }
    sum
}

/// [2] As a chain of iterators, whose types the compiler knows.
#[unsafe(no_mangle)]
#[inline(never)]
pub fn by_iterator(users: &[User]) -> u64 {
    users.iter().filter(|user| user.active).map(|user| u64::from(user.score)).sum()
}

/// [3] The same chain behind a pointer to its methods: nothing of it can be inlined.
#[unsafe(no_mangle)]
#[inline(never)]
pub fn by_dyn(users: &[User]) -> u64 {
    let mut scores: Box<dyn Iterator<Item = u64>> =
        Box::new(users.iter().filter(|user| user.active).map(|user| u64::from(user.score)));
    let scores: &mut dyn Iterator<Item = u64> = black_box(&mut scores);
    let mut sum = 0;
    for score in scores {
        sum += score;
    }
    sum
}
// #endregion bodies

/// Every n-th user is active, or the same share of them at random places: xorshift from the seed.
fn users(count: usize, active_percent: usize, shuffled: bool) -> Vec<User> {
    let mut state = report::setting::<u64>("SEED") | 1;
    let mut draw = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as usize % 100
    };
    (0..count)
        .map(|i| User {
            active: if shuffled { draw() } else { i * 100 / count } < active_percent,
            score: i as u32 % 100,
        })
        .collect()
}

/// Instructions of a body in the compiler's own assembly, which the build leaves behind: lines that are neither labels nor
/// directives.
fn instructions(name: &str) -> usize {
    let assembly = std::fs::read_to_string("../target/iterator.s").expect("the build of subject.json leaves it");
    let begin = format!("\n{name}:");
    let end = format!("\t.size\t{name},");
    let body = assembly.split_once(&begin).and_then(|(_, rest)| rest.split_once(&end)).expect("it is not inlined").0;
    body.lines().filter(|line| line.starts_with('\t') && !line.starts_with("\t.")).count()
}

fn main() {
    let count: usize = report::setting("COUNT");
    let all = users(count, report::setting("ACTIVE"), report::setting::<String>("ORDER") == "shuffled");
    let (sum, name): (fn(&[User]) -> u64, _) = match report::setting::<String>("KIND").as_str() {
        "loop" => (by_loop, "by_loop"),
        "iterator" => (by_iterator, "by_iterator"),
        "dyn" => (by_dyn, "by_dyn"),
        other => panic!("KIND is \"{other}\"; it is loop, iterator or dyn."),
    };
    let instructions = instructions(name) as f64;
    let times = ELEMENTS.div_ceil(count);
    report::repeat(|| {
        let from = Instant::now();
        for _ in 0..times {
            black_box(sum(black_box(&all)));
        }
        vec![("timeEach", from.elapsed().as_secs_f64() * 1e9 / (times * count) as f64), ("instructions", instructions)]
    });
    report::stay();
}
