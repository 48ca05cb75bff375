include!("../posts.rs");

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Authorized, Input, NoContent, Result, action};
use serde::Deserialize;

#[derive(Deserialize, JsonSchema, Validate)]
struct Edit {
    #[garde(skip)]
    post: Option<u32>,
}

#[action(post = "/edits", permission = "post:edit", target = "input.post")]
async fn subject(input: Input<Edit>, _: Authorized<permission::post::Edit>) -> Result<NoContent> {
    let _ = &input.post;
    Ok(NoContent)
}

fn main() {
    let _ = secure_action::actions![subject];
}
