//! A decision is about a caller, whose roles are those of one policy: there is none about roles alone.

include!("../posts.rs");

use secure_action::Decided;

fn may_edit(post: &Post, caller: &Caller) -> bool {
    Decided::<permission::post::Edit>::decided(post, caller.roles())
}

fn main() {}
