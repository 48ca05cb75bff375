//! A target that a field of the input names.

use secure_action::{Authorized, Input, NoContent, Result, action};

use crate::NewTitle;
use crate::policy::permission::post::Edit;

/// Gives a post another title.
#[action(post = "/titles", permission = "post:edit", target = "input.post")]
pub async fn rename_post(post: Authorized<Edit>, input: Input<NewTitle>) -> Result<NoContent> {
    drop((post, input));
    Ok(NoContent)
}
