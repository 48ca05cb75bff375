include!("../posts.rs");

use secure_action::Visible;

#[derive(schemars::JsonSchema)]
struct Address {
    email: String,
}

#[derive(Visible)]
struct Account {
    name: String,
    #[visible(permission = "log:read")]
    address: Address,
}

fn main() {}
