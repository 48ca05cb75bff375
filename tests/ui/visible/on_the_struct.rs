include!("../posts.rs");

use secure_action::Visible;

#[derive(Visible)]
#[visible(permission = "log:read")]
struct Account {
    name: String,
    email: String,
}

fn main() {}
