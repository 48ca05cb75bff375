include!("../app.rs");

use secure_action::{Json, Result, action};

#[derive(serde::Serialize, schemars::JsonSchema)]
struct User;

impl User {
    #[action(auth)]
    async fn subject() -> Result<Json<Self>> {
        Ok(Json(Self))
    }
}

fn main() {
    let _ = User::subject;
}
