//! COUNT parents with a child that knows its parent, made and let go, ROUNDS times over: does the memory come back?

use std::cell::RefCell;
use std::rc::{Rc, Weak};

// #region strong
/// [1] Each counts as an owner of the other: neither count ever reaches zero.
#[derive(Default)]
struct Strong {
    other: RefCell<Option<Rc<Strong>>>,
}

fn strong() {
    let parent = Rc::new(Strong::default());
    let child = Rc::new(Strong { other: RefCell::new(Some(parent.clone())) });
    *parent.other.borrow_mut() = Some(child);
}
// #endregion strong

// #region weak
/// [2] The child knows its parent and does not own it: when the parent goes, both go.
struct Child {
    _parent: Weak<Parent>,
}
struct Parent {
    _child: Child,
}

fn weak() {
    drop(Rc::new_cyclic(|parent| Parent { _child: Child { _parent: parent.clone() } }));
}
// #endregion weak

fn main() {
    let count: usize = report::setting("COUNT");
    let rounds: usize = report::setting("ROUNDS");
    let make = match report::setting::<String>("KIND").as_str() {
        "rc" => strong,
        "weak" => weak,
        other => panic!("KIND is \"{other}\"; it is rc or weak."),
    };
    let resident: Vec<f64> = (0..rounds)
        .map(|_| {
            (0..count).for_each(|_| make());
            report::memory().0
        })
        .collect();
    report::line(&[("growth", resident[rounds - 1] / resident[0])]);
    report::stay();
}
