//! The list of what is mounted.

use secure_action::{Actions, Security, actions};

use crate::{App, Database, auth, pending, permit};

/// The actions of the application.
#[must_use]
pub fn mounted(security: Security<App>, database: Database) -> Actions<App> {
    Actions::new(security, database).mount(actions![auth::me, pending::list_posts, permit::delete_user])
}
