include!("../posts.rs");

use secure_action::Visible;

#[derive(Visible)]
enum Account {
    Open(String),
}

fn main() {}
