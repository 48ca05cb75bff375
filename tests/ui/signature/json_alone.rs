include!("../app.rs");

use secure_action::{Json, action, actions};

#[action(auth)]
async fn subject() -> Json<u32> {
    Json(1)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
