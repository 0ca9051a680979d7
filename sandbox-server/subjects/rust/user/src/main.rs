//! COUNT users in a `Vec`: what each of them takes, with what its strings hold.

// #region user
#[allow(dead_code)]
struct User {
    id: [u8; 16],
    name: String,
    email: String,
}

/// [1] Twenty characters each, on the heap: the allocator rounds up and keeps a few bytes of its own for each.
fn user(i: usize) -> User {
    User { id: (i as u128).to_le_bytes(), name: format!("name-{i:0>15}"), email: format!("{i:0>12}@mail.io") }
}
// #endregion user

fn main() {
    let count: usize = report::setting("COUNT");
    let before = report::memory().0;
    let mut users = Vec::with_capacity(count);
    users.extend((0..count).map(user));
    let after = report::memory().0;
    report::line(&[("residentEach", (after - before) / std::hint::black_box(&users).len() as f64)]);
    report::stay();
}
