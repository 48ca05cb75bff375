include!("../app.rs");

use secure_action::{Json, Result, action, actions};

struct Note;

#[action(auth)]
async fn subject() -> Result<Json<Note>> {
    Ok(Json(Note))
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
