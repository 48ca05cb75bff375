//! An action for everybody on the internet, with an input.

use secure_action::{Input, NoContent, Result, action};

use crate::SignUp;

/// Signs somebody up.
///
/// The answer does not tell whether the address was known before.
#[action(post = "/users", public, rate_limit = "20/1h", tag = "users")]
pub async fn sign_up(input: Input<SignUp>) -> Result<NoContent> {
    drop(input.into_inner());
    Ok(NoContent)
}
