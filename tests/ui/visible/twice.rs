include!("../posts.rs");

use secure_action::Visible;

#[derive(Visible)]
struct Account {
    name: String,
    #[visible(permission = "log:read")]
    #[visible(permission = "post:remove")]
    email: String,
}

fn main() {}
