include!("../app.rs");

use secure_action::{Result, action, actions};

#[derive(Debug)]
enum BookingError {
    RoomTaken,
}

#[action(public)]
async fn subject() -> Result<(), BookingError> {
    Err(BookingError::RoomTaken)
}

fn main() {
    let _ = actions![subject];
}
