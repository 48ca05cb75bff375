include!("../posts.rs");

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Input, NoContent, Result, action};
use serde::Deserialize;

#[derive(Deserialize, JsonSchema, Validate)]
struct Edit {
    #[garde(skip)]
    post: u32,
}

#[action(post = "/edits", permission = "log:read", target = "input.post")]
async fn subject(input: Input<Edit>) -> Result<NoContent> {
    let _ = &input.post;
    Ok(NoContent)
}

fn main() {
    let _ = secure_action::actions![subject];
}
