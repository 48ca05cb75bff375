//! Generated code keeps to lints that users turn on.
#![deny(missing_docs, missing_debug_implementations, unreachable_pub, unused, unused_qualifications, nonstandard_style)]

use secure_action::{Application, NoContent, Result, action, actions, policy};

policy! {
    resource r#type;
    resource user;
    role member { r#type: r#move, read_all; }
    role admin: member { user: delete; }
}

struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

/// Deletes everybody.
#[action(role = "admin", permission("user:delete", "type:move"))]
async fn delete_all() -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = actions![delete_all];
    let _ = (Role::Admin, permission::user::Delete, permission::r#type::ReadAll);
}
