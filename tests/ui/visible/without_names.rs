include!("../posts.rs");

use secure_action::Visible;

#[derive(Visible)]
struct Account(String, String);

fn main() {}
