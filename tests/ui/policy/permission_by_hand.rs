include!("../app.rs");

use secure_action::policy::Permission;

/// Another name for a permission of the policy, with a decision of its own.
struct DeleteAnybody;

impl Permission for DeleteAnybody {
    type Policy = Policy;

    const INDEX: u8 = 1;
    const NAME: &'static str = "user:delete";
}

fn main() {}
