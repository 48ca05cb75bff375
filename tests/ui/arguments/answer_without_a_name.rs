include!("../app.rs");

use axum::response::IntoResponse;
use secure_action::{Result, action, actions};

#[action(auth)]
async fn subject() -> Result<impl IntoResponse> {
    Ok("")
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
