//! Bytes that values of a type take by themselves, as the compiler lays them out.

use std::mem::size_of;

// #region user
/// [1] Sixteen bytes, and twice a pointer, a capacity and a length: what the strings say lies elsewhere.
#[allow(dead_code)]
struct User {
    id: [u8; 16],
    name: String,
    email: String,
}
// #endregion user

// #region order
/// [2] The compiler may order the fields, and puts the large one first: 8 + 1 + 1, rounded up to 16.
#[allow(dead_code)]
struct Mixed {
    flag: u8,
    count: u64,
    kind: u8,
}

/// [3] C's rule keeps the order written: 1 + 7 unused, 8, 1 + 7 unused.
#[allow(dead_code)]
#[repr(C)]
struct MixedAsWritten {
    flag: u8,
    count: u64,
    kind: u8,
}
// #endregion order

// #region sizes
/// [4] No `Box` is null, so `None` needs no byte of its own; every `u64` is a value, so there it does.
fn size(of: &str) -> usize {
    match of {
        "user" => size_of::<User>(),
        "string" => size_of::<String>(),
        "box" => size_of::<Box<u8>>(),
        "option-box" => size_of::<Option<Box<u8>>>(),
        "option-bool" => size_of::<Option<bool>>(),
        "option-u64" => size_of::<Option<u64>>(),
        "mixed" => size_of::<Mixed>(),
        "mixed-as-written" => size_of::<MixedAsWritten>(),
        other => panic!("TYPE is \"{other}\", which is none of the types here."),
    }
}
// #endregion sizes

fn main() {
    report::line(&[("size", size(&report::setting::<String>("TYPE")) as f64)]);
    report::stay();
}
