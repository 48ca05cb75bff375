use secure_action::PublicError;

#[derive(Debug, PublicError)]
#[public(status = 409)]
enum BookingError {
    RoomTaken,
}

fn main() {
    let _ = BookingError::RoomTaken;
}
