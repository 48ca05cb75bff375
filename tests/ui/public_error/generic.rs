include!("../app.rs");

use secure_action::{PublicError, Result, action, actions};

#[derive(Debug, PublicError)]
enum BookingError<T> {
    #[public(status = 409, code = "ROOM_TAKEN")]
    RoomTaken(T),
}

#[action(public)]
async fn subject() -> Result<(), BookingError<u32>> {
    Err(BookingError::RoomTaken(1))
}

fn main() {
    let _ = actions![subject];
}
