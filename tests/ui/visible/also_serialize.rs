include!("../posts.rs");

use secure_action::Visible;

#[derive(Visible, serde::Serialize)]
struct Account {
    name: String,
    #[visible(permission = "log:read")]
    email: String,
}

fn main() {}
