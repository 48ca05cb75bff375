//! `#[tracing::instrument(err)]` writes an error as clients may see it, on either side of the action.

include!("../app.rs");

use secure_action::{ActionError, NoContent, Result, action, actions};

#[action(auth)]
#[tracing::instrument(err)]
async fn within() -> Result<NoContent> {
    Err(ActionError::conflict("the room is taken"))
}

#[tracing::instrument(err)]
#[action(get = "/outside", auth)]
async fn outside() -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = actions![within, outside];
    let told = ActionError::conflict("the room is taken").because("room 5 is booked by uma");
    assert_eq!(told.to_string(), "409 CONFLICT: the room is taken");
    assert_eq!(ActionError::internal("the disk is full").to_string(), "500 INTERNAL_ERROR");
}
