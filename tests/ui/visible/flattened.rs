include!("../posts.rs");

use secure_action::Visible;

#[derive(serde::Serialize, schemars::JsonSchema)]
struct Address {
    email: String,
}

#[derive(Visible)]
struct Account {
    name: String,
    #[serde(flatten)]
    #[visible(permission = "log:read")]
    address: Address,
}

fn main() {}
