//! What a test can forge and a release build cannot (trap 43), although the feature `testing` is on.
//!
//! `tests/run.sh` runs it without debug assertions, as released; with them, the examples of what is forged show that it can be.

#![cfg(not(debug_assertions))]
#![expect(missing_docs, reason = "what `policy!` declares for a test")]

use std::any::Any;

use secure_action::{Authorized, Caller, Input, Permit, RawBody, policy};

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
    fn for_test() -> Absent {
        Absent
    }
}

trait NoValue<T> {
    fn for_test(_: T) -> Absent {
        Absent
    }
}

trait NoBytes {
    fn for_test(_: &'static [u8], _: Option<&'static str>) -> Absent {
        Absent
    }
}

/// What a path means where the crate has no module of its own by that name: all of it is in that module.
mod absent {
    pub(super) mod testing {
        pub(crate) struct TestApp;
    }
}

mod found {
    // A module of the crate's own would make the name ambiguous, and this test not compile.
    use super::absent::*;
    use secure_action::*;

    pub(super) type TestApp = testing::TestApp;
}

impl NoPermit for Permit<Clear> {}

impl NoValue<Post> for Authorized<Edit> {}

impl NoValue<Post> for Input<Post> {}

impl NoValue<&str> for Caller {}

impl NoBytes for RawBody {}

#[test]
fn trap_43_a_release_build_forges_nothing() {
    let forged: [&dyn Any; 5] = [
        &Permit::<Clear>::for_test(),
        &Authorized::<Edit>::for_test(Post),
        &Input::<Post>::for_test(Post),
        &RawBody::for_test(b"a body", None),
        &Caller::for_test("uma"),
    ];
    for forged in forged {
        assert!(forged.is::<Absent>());
    }
    let _no_test_kit: found::TestApp = absent::testing::TestApp;
}
