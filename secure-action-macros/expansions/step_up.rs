//! Step-up: the caller authenticated recently, with a token, and with a second factor.

use secure_action::{Caller, NoContent, Result, action};

/// Closes the account of the caller.
#[action(delete = "/me", auth(jwt, max_age = "5m", acr("mfa", "hw")))]
pub async fn close_account(caller: Caller) -> Result<NoContent> {
    drop(caller);
    Ok(NoContent)
}
