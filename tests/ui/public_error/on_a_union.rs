include!("../app.rs");

use secure_action::{PublicError, Result, action, actions};

#[derive(PublicError)]
union BookingError {
    room: u32,
}

#[action(public)]
async fn subject() -> Result<(), BookingError> {
    Err(BookingError { room: 1 })
}

fn main() {
    let _ = actions![subject];
}
