include!("../app.rs");

use secure_action::{NoContent, Result, action, actions};

struct Borrowed<'a>(&'a str);

#[action(auth)]
async fn subject(_: secure_action::Query<Borrowed<'_>>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
