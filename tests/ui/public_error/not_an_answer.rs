include!("../app.rs");

use secure_action::{PublicError, Result, action, actions};

#[derive(Debug, PublicError)]
enum BookingError {
    #[public(status = 409, code = "ROOM_TAKEN")]
    RoomTaken,
}

#[action(public)]
async fn subject() -> Result<String, BookingError> {
    Err(BookingError::RoomTaken)
}

fn main() {
    let _ = actions![subject];
}
