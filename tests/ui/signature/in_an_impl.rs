include!("../app.rs");

use secure_action::{Caller, NoContent, Path, Result, action};

struct Users;

impl Users {
    /// Deletes a user.
    #[action(delete = "/users/{id}", permission = "user:delete", rate_limit("5/1m", skip = "admin"))]
    pub async fn subject(Path(id): Path<u32>, caller: Caller) -> Result<NoContent> {
        let _ = (id, caller, Self::deleted());
        Ok(NoContent)
    }

    fn deleted() {}
}

fn main() {
    let _ = Users::subject;
}
