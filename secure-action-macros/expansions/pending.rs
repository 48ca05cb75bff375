//! A list: the conditions of the policy become those of its query.

use secure_action::{Json, Pending, Query, Result, State, action};

use crate::policy::permission::post::Read;
use crate::{Database, Page};

/// Lists the posts that the caller may read.
#[action(get = "/posts", permission = "post:read")]
pub async fn list_posts(
    pending: Pending<Read>,
    State(database): State<Database>,
    Query(page): Query<Page>,
) -> Result<Json<Vec<String>>> {
    Ok(Json(database.titles(pending.scope(), page.number)))
}
