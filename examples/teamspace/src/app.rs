//! The policy, the state, and how they become a router.

use std::error::Error;
use std::io;

use axum::Router;
use axum::extract::FromRef;
use secure_action::DocumentAccess;
use secure_action::audit::JsonLines;
use secure_action::openapi::Info;
use secure_action::{Actions, Application, Security, SecurityBuilder, actions, constraint_errors, policy};
use sqlx::SqlitePool;

use crate::data::Data;
use crate::posts::Post;
use crate::{posts, tokens, users};

policy! {
    resource profile;
    resource post: Post;
    resource user;

    role member {
        profile: read, update;
        post: publish, read if Post::is_published, read if Post::is_author, edit if Post::is_author, remove if Post::is_author;
    }
    role moderator: member {
        post: read, remove;
        user: contact;
    }
    role admin: moderator {
        user: change_role;
    }
}

/// The application: what all actions share.
#[derive(Debug)]
pub struct App;

impl Application for App {
    type State = AppState;
    type Policy = Policy;
}

/// What actions can take with `State<T>`.
#[derive(Clone, Debug)]
pub struct AppState {
    database: SqlitePool,
}

impl FromRef<AppState> for SqlitePool {
    fn from_ref(state: &AppState) -> Self {
        state.database.clone()
    }
}

/// What the document says about the service as a whole.
fn info() -> Info {
    Info::new("Teamspace", env!("CARGO_PKG_VERSION"))
        .description("Posts and profiles of a team.")
        .contact("The team", "https://teamspace.example/help")
        .license(env!("CARGO_PKG_LICENSE"))
        .tag("posts", "What people write.")
        .tag("users", "Who writes.")
}

/// The guarded router over the given data.
///
/// # Errors
/// If the audit file cannot be opened, or the configuration is unsafe.
pub fn router(data: &Data) -> Result<Router, Box<dyn Error>> {
    Ok(actions(security(data)?.build()?, data).into_router()?)
}

/// The configuration: who is calling, where it is recorded, what the database's errors mean.
///
/// # Errors
/// If the audit file cannot be opened.
pub fn security(data: &Data) -> io::Result<SecurityBuilder<App>> {
    Ok(Security::builder()
        .authenticate(tokens::authenticator(data))
        .audit(JsonLines::create(data.audit_file())?)
        .classify_errors(constraint_errors))
}

/// All actions, over the given data.
pub fn actions(security: Security<App>, data: &Data) -> Actions<App> {
    Actions::new(security, AppState { database: data.database().clone() })
        .mount(actions![
            users::register,
            users::read_profile,
            users::update_profile,
            users::change_role,
            posts::publish_post,
            posts::search_posts,
            posts::read_post,
            posts::edit_post,
            posts::remove_post,
        ])
        .openapi("/openapi.json", info(), DocumentAccess::auth())
        .docs("/docs", DocumentAccess::public())
        .fallback()
}
