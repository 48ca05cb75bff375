use secure_action::PublicError;

#[derive(Debug, PublicError)]
enum BookingError {
    #[public(409, "ROOM_TAKEN", "The room is taken.")]
    RoomTaken,
}

fn main() {
    let _ = BookingError::RoomTaken;
}
