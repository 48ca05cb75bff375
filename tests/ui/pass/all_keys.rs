include!("../app.rs");

use secure_action::{AuditNote, Caller, Client, Created, Input, Json, NoContent, Path, Query, Result, State, action, actions};

#[derive(serde::Deserialize, schemars::JsonSchema, garde::Validate)]
struct Note {
    #[garde(length(min = 1))]
    r#type: String,
}

/// Writes a note.
///
/// With everything.
#[action(
    app = crate::App,
    put = "/notes/{id}",
    auth(jwt, "partner-jwt"),
    role("member"),
    permission("note:write"),
    rate_limit("5/15m", by = "input.type", skip = "admin"),
    rate_limit("60/1m", burst = 5),
    rate_limit("1000000000/1m", burst = 10),
    rate_limit("10/1h", by("ip", "input.type"), count = "failures", on_outage = "deny"),
    rate_limit("1000/1d", by = "global"),
    body_limit = "1MB",
    timeout = "10s",
    audit = "durable",
    event = "user_updated",
    tag = "notes",
    deprecated
)]
async fn write(
    caller: Caller,
    Path(id): Path<u32>,
    Query(query): Query<Note>,
    State(()): State<()>,
    client: Client,
    note: AuditNote,
    input: Input<Note>,
) -> Result<Created<u32>> {
    note.fact("from", client.address());
    let _ = (caller.id(), &query.r#type, &input.r#type);
    Ok(Created::new(id))
}

#[action(get = "/greeting", public, audit = false)]
async fn greet(caller: Option<Caller>) -> Result<Json<bool>> {
    Ok(Json(caller.is_some()))
}

#[action(auth)]
async fn nothing() -> Result<()> {
    Ok(())
}

#[action(auth, scoped, event = "authn_login")]
async fn plain() -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = actions![write, greet, nothing, plain];
    // Still a plain function.
    let _ = plain();
}
