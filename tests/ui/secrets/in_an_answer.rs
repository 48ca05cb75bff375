use secure_action::{Secret};

#[derive(serde::Serialize, schemars::JsonSchema)]
struct User {
    password: Secret<String>,
}

fn main() {
    let _ = User { password: Secret::new(String::new()) };
}

