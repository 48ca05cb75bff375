include!("../app.rs");

use secure_action::{NoContent, Result, action};

struct Users;

impl Users {
    #[action(auth)]
    async fn subject(&self) -> Result<NoContent> {
        Ok(NoContent)
    }
}

fn main() {
    let _ = Users::subject;
}
