//! What a test can forge and a release build cannot (trap 43), although the feature `testing` is on.
//!
//! `tests/run.sh` runs it without debug assertions, as released; with them, the examples of what is forged show that it can be.

#![cfg(not(debug_assertions))]
#![expect(missing_docs, reason = "what `policy!` declares for a test")]

use std::any::Any;

use secure_action::{Authorized, Caller, Input, Permit, policy};

policy! {
    resource log;
    resource post: Post;
    role admin { log: clear; post: edit if Post::is_open; }
}

use permission::log::Clear;
use permission::post::Edit;

#[derive(Debug)]
pub struct Post;

impl Post {
    fn is_open(&self, _: &Caller) -> bool {
        true
    }
}

/// What a call means where the type has no function of its own by that name.
#[derive(Debug)]
struct Absent;

trait NoPermit {
    fn forged_for_a_test() -> Absent {
        Absent
    }
}

trait NoTarget {
    fn forged_for_a_test(_: Post) -> Absent {
        Absent
    }
}

trait NoInput {
    fn for_test(_: Post) -> Absent {
        Absent
    }
}

impl NoPermit for Permit<Clear> {}

impl NoTarget for Authorized<Edit> {}

impl NoInput for Input<Post> {}

#[test]
fn trap_43_a_release_build_forges_nothing() {
    let forged: [&dyn Any; 3] =
        [&Permit::<Clear>::forged_for_a_test(), &Authorized::<Edit>::forged_for_a_test(Post), &Input::<Post>::for_test(Post)];
    for forged in forged {
        assert!(forged.is::<Absent>());
    }
}
