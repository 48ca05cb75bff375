include!("../app.rs");

use secure_action::{Input, NoContent, Result, action, actions};

#[derive(serde::Deserialize, schemars::JsonSchema, garde::Validate)]
struct SignUp {
    #[garde(skip)]
    coupon: Option<String>,
}

#[action(public, rate_limit("5/1m", by = "input.coupon"))]
async fn subject(input: Input<SignUp>) -> Result<NoContent> {
    let _ = &input.coupon;
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
