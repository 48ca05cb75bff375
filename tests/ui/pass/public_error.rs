//! An error enum in every shape, under lints that users turn on.
#![deny(missing_docs, missing_debug_implementations, unreachable_pub, unused, unused_qualifications, nonstandard_style)]
#![deny(deprecated)]

use secure_action::{ActionError, Application, PublicError, action, actions, policy};

policy! {
    resource note;
    role member { note: read; }
}

struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}



mod alias {
    pub(crate) type Result<T> = std::result::Result<T, super::BookingError>;
}

struct Opaque;

impl std::fmt::Debug for Opaque {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("opaque")
    }
}

#[derive(Debug, PublicError)]
enum BookingError {
    #[public(status = 409, code = "ROOM_TAKEN", message = "The room is taken at that time.")]
    RoomTaken,
    #[public(status = 404, code = "NO_SUCH_ROOM", message = "There is no {such} room.")]
    NoSuchRoom(u32, Opaque),
    #[public(status = 404, code = "NO_SUCH_ROOM")]
    NoSuchFloor { r#type: u8, f: u8 },
    #[public(status = 503, code = "LOCKS_OFFLINE")]
    Locks {
        door: &'static str,
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    #[public(internal)]
    Storage(#[from] std::io::Error),
    #[public(internal)]
    Parse {
        #[from]
        source: std::num::ParseIntError,
    },
    #[public(internal)]
    #[deprecated]
    Old(),
    #[public(internal,)]
    r#Raw {},
}

#[derive(Debug, PublicError)]
enum Never {}

#[action(public)]
async fn book() -> Result<(), BookingError> {
    let _: u32 = "1".parse()?;
    std::fs::read("nothing")?;
    Err(BookingError::RoomTaken)
}

#[action(public)]
async fn aliased() -> alias::Result<()> {
    Err(BookingError::NoSuchRoom(1, Opaque))
}

#[action(public)]
async fn mixed() -> secure_action::Result<()> {
    Err(BookingError::NoSuchFloor { r#type: 1, f: 2 })?;
    Err(BookingError::Locks { door: "a", cause: "b".into() })?;
    Err(BookingError::r#Raw {})?;
    Ok(())
}

#[action(public)]
async fn never() -> Result<(), Never> {
    Ok(())
}

fn main() {
    let _ = actions![book, aliased, mixed, never];
    let _ = ActionError::from(BookingError::RoomTaken);
    #[expect(deprecated)]
    let _ = BookingError::Old();
    #[derive(Debug, PublicError)]
    enum Local {
        #[public(internal)]
        Inside,
    }
    let _ = ActionError::from(Local::Inside);
}
