include!("../app.rs");

use secure_action::{NoContent, Result, State, action, actions};

#[action(auth)]
async fn subject(State(name): State<String>) -> Result<NoContent> {
    let _ = name;
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
