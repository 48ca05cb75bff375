//! A target that the route names: loaded and decided before the function runs.

use secure_action::{Authorized, Json, Result, action};

use crate::policy::permission::post::Edit;

/// Shows a post to those who may edit it.
#[action(get = "/posts/{id}/draft", permission = "post:edit")]
pub async fn read_draft(post: Authorized<Edit>) -> Result<Json<String>> {
    Ok(Json(post.title.clone()))
}
