include!("../posts.rs");

use secure_action::Visible;

use secure_action::Secret;

#[derive(Visible)]
struct Account {
    name: String,
    #[visible(permission = "log:read")]
    password: Secret<String>,
}

fn main() {}
