include!("../app.rs");

use std::rc::Rc;

use secure_action::{NoContent, Result, action, actions};

#[action(auth)]
async fn subject() -> Result<NoContent> {
    let shared = Rc::new(());
    std::future::ready(()).await;
    drop(shared);
    Ok(NoContent)
}

fn main() {
    let _ = subject;
    let _ = actions![subject];
}
