include!("../posts.rs");

use secure_action::Visible;

#[derive(Visible)]
struct Account<T> {
    name: T,
    #[visible(permission = "log:read")]
    email: String,
}

fn main() {}
