include!("../app.rs");

use secure_action::{PublicError, Result, action, actions};

#[derive(Debug, PublicError)]
enum BookingError {
    #[public(status = 409, code = "ROOM_TAKEN")]
    RoomTaken,
}

impl std::fmt::Display for BookingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the room is taken")
    }
}

impl std::error::Error for BookingError {}

#[action(public)]
async fn subject() -> Result<(), BookingError> {
    Err(BookingError::RoomTaken)
}

fn main() {
    let _ = actions![subject];
    let _ = secure_action::ActionError::from(BookingError::RoomTaken);
}
