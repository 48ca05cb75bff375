include!("../app.rs");

use secure_action::{Json, Result, action, actions};

type Page = Json<u32>;

#[action(auth)]
async fn subject() -> Page {
    Json(1)
}

#[action(get = "/other", auth)]
async fn other() -> Result<Json<u32>> {
    Ok(subject().await)
}

fn main() {
    let _ = (subject, other);
    let _ = actions![subject, other];
}
