include!("../posts.rs");

use secure_action::Visible;

#[derive(Visible)]
struct Account {
    name: String,
    #[visible(role = "admin")]
    email: String,
}

fn main() {}
