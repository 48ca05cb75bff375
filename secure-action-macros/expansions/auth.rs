//! An action for whoever is authenticated.

use secure_action::{Caller, Json, Result, action};

/// Tells who is calling.
#[action(get = "/me", auth)]
pub async fn me(caller: Caller) -> Result<Json<String>> {
    Ok(Json(caller.id().to_owned()))
}
