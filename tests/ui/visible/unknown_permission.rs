include!("../posts.rs");

use secure_action::Visible;

#[derive(Visible)]
struct Account {
    name: String,
    #[visible(permission = "log:raed")]
    email: String,
}

fn main() {}
