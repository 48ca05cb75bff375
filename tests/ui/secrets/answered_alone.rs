include!("../app.rs");

use secure_action::{Json, Result, Secret, action, actions};

#[action(auth)]
async fn subject() -> Result<Json<Secret<String>>> {
    Ok(Json(Secret::new("x".to_owned())))
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
