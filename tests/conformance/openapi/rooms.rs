//! A service whose failures are listed: its document knows every code.

use garde::Validate;
use schemars::JsonSchema;
use secure_action::audit::TracingSink;
use secure_action::openapi::Info;
use secure_action::{
    Actions, Application, Created, DocumentAccess, Input, Path, PublicError, Result, Security, action, actions, policy,
};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

policy! {
    resource room;
    role keeper { room: close; }
}

struct House;

impl Application for House {
    type State = ();
    type Policy = Policy;
}

#[derive(Deserialize, Serialize, JsonSchema, Validate)]
struct Booking {
    #[garde(length(chars, min = 1, max = 40))]
    name: String,
}

#[derive(Debug, PublicError)]
enum Refused {
    #[public(status = 404, code = "ROOM_UNKNOWN")]
    Unknown,
    #[public(status = 409, code = "ROOM_TAKEN")]
    Taken,
}

/// Books a room.
#[action(app = House, post = "/rooms/{room}/bookings", public)]
async fn book(Path(room): Path<u32>, input: Input<Booking>) -> Result<Created<Booking>, Refused> {
    match room {
        1 => Ok(Created::new(input.into_inner())),
        2 => Err(Refused::Taken),
        _ => Err(Refused::Unknown),
    }
}

/// Where it is reached.
pub(crate) async fn start() -> String {
    let security = Security::builder().audit(TracingSink::new()).build().expect("a sound configuration");
    let actions = Actions::new(security, ()).mount(actions![book]);
    let app = actions.openapi("/openapi.json", Info::new("Rooms", "1"), DocumentAccess::public()).into_router();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(secure_action::serve(listener, app.expect("sound actions")));
    url
}
