use secure_action::{NoContent, Result, action, actions, policy};

policy! {
    resource note;
    role reader { note: read; }
    role writer { note: write; }
}

pub struct App;

impl secure_action::Application for App {
    type State = ();
    type Policy = Policy;
}

#[action(role("reader", "writer"), permission("note:read", "note:write"))]
async fn subject() -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
