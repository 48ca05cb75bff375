include!("../app.rs");

use secure_action::{Input, NoContent, Result, Secret, action, actions};

#[derive(serde::Deserialize, schemars::JsonSchema, garde::Validate)]
struct SignIn {
    #[garde(skip)]
    password: Secret<String>,
}

#[action(public, rate_limit("5/1m", by = "input.password"))]
async fn subject(input: Input<SignIn>) -> Result<NoContent> {
    let _ = &input.password;
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
