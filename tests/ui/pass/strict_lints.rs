//! Generated code keeps to lints that users turn on.
#![deny(missing_docs, missing_debug_implementations, unreachable_pub, unused, unused_qualifications, nonstandard_style)]

use secure_action::{Application, Json, NoContent, Result, Visible, action, actions, policy};

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

/// Somebody, by a raw name.
#[derive(Debug, Visible)]
#[serde(rename_all = "camelCase")]
struct Somebody {
    r#type: u8,
    #[serde(skip_serializing_if = "String::is_empty")]
    display_name: String,
    #[visible(permission = "user:delete")]
    r#move: Option<String>,
}

/// Shows somebody.
#[action(get = "/somebody", permission = "type:read_all")]
async fn somebody() -> Result<Json<Somebody>> {
    Ok(Json(Somebody { r#type: 1, display_name: String::new(), r#move: None }))
}

fn main() {
    let _ = actions![delete_all, somebody];
    let _ = (Role::Admin, permission::user::Delete, permission::r#type::ReadAll);
}
