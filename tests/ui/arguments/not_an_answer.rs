include!("../app.rs");

use secure_action::{Result, action, actions};

#[action(auth)]
async fn subject() -> Result<String> {
    Ok(String::new())
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
