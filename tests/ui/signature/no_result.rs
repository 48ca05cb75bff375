include!("../app.rs");

use secure_action::{NoContent, action, actions};

#[action(auth)]
async fn subject() -> NoContent {
    NoContent
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
