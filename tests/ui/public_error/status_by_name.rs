include!("../app.rs");

use secure_action::{PublicError, Result, action, actions};

#[derive(Debug, PublicError)]
enum BookingError {
    #[public(status = StatusCode::CONFLICT, code = "ROOM_TAKEN")]
    RoomTaken,
}

#[action(public)]
async fn subject() -> Result<(), BookingError> {
    Err(BookingError::RoomTaken)
}

fn main() {
    let _ = actions![subject];
    let _ = secure_action::ActionError::from(BookingError::RoomTaken);
}
