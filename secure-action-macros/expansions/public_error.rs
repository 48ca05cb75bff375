//! An enum of failures that clients may learn of.

use secure_action::{Json, PublicError, action};

/// Why a room could not be booked.
#[derive(Debug, PublicError)]
pub enum BookingError {
    /// Somebody was faster.
    #[public(status = 409, code = "ROOM_TAKEN", message = "The room is taken at that time.")]
    RoomTaken,
    /// There is none of this number.
    #[public(status = 404, code = "NO_SUCH_ROOM")]
    NoSuchRoom(u32),
    /// The file of bookings cannot be written.
    #[public(internal)]
    Storage {
        /// What was to be booked.
        room: u32,
        /// Why not.
        #[source]
        cause: std::io::Error,
    },
    /// The room has no number.
    #[public(internal)]
    Number(#[from] std::num::ParseIntError),
}

/// Books a room.
#[action(post = "/bookings", auth)]
pub async fn book() -> Result<Json<u32>, BookingError> {
    Ok(Json("7".parse()?))
}
