include!("../app.rs");

use secure_action::{Actions, NoContent, Result, Security, action, actions};

#[action(auth)]
async fn subject() -> Result<NoContent> {
    Ok(NoContent)
}

fn mount(security: Security<App>) {
    let _ = Actions::new(security, ()).mount([subject]);
}

fn main() {
    let _ = mount;
    let _ = actions![subject];
}
