// errors: 2
include!("../posts.rs");

use secure_action::Visible;

#[derive(Visible)]
struct Account {
    name: String,
    #[visible(permission = "log:read", outrihgt)]
    email: String,
    #[visible]
    phone: String,
}

fn main() {}
