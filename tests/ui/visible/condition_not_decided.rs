include!("../posts.rs");

use secure_action::Visible;

#[derive(Visible)]
struct Account {
    name: String,
    #[visible(permission = "post:edit")]
    email: String,
}

fn main() {}
