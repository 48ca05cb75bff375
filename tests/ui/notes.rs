use secure_action::{Application, Caller, Json, NoContent, Path, Permit, Result, action, actions, policy};

pub struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

#[action(get = "/me", role = "member", rate_limit("5/1m", skip = "admin"))]
async fn me(caller: Caller) -> Result<Json<String>> {
    Ok(Json(caller.id().to_owned()))
}

#[action(get = "/notes/{id}", permission = "note:read")]
async fn read(Path(id): Path<u32>, _read: Permit<permission::note::Read>) -> Result<Json<u32>> {
    Ok(Json(id))
}

#[action(delete = "/users/{id}", permission("note:edit", "user:delete"), role("admin"))]
async fn delete(Path(_): Path<u32>, _delete: Permit<permission::user::Delete>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = (me, read, delete);
    let _ = actions![me, read, delete];
}
