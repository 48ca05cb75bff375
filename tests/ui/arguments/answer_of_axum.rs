include!("../app.rs");

use axum::response::Html;
use secure_action::{Result, action, actions};

#[action(auth)]
async fn subject() -> Result<Html<&'static str>> {
    Ok(Html(""))
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
