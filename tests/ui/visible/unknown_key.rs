include!("../posts.rs");

use secure_action::Visible;

#[derive(Visible)]
struct Account {
    name: String,
    #[visible(permision = "log:read")]
    email: String,
}

fn main() {}
