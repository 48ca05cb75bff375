use secure_action::{Application, Caller, Json, Result, action, actions};

pub struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

#[action(get = "/me", role = "member")]
async fn me(caller: Caller) -> Result<Json<String>> {
    Ok(Json(caller.id().to_owned()))
}

fn main() {
    let _ = me;
    let _ = actions![me];
}
