//! The uses whose expansions `secure-action-macros/expansions` keeps: a user can write them.
#![deny(missing_docs, missing_debug_implementations, unused_qualifications, nonstandard_style)]

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Application, Caller, Email, Permit, Scope, Target};
use serde::Deserialize;

#[path = "../../../secure-action-macros/expansions"]
mod expansions {
    pub mod actions;
    pub mod auth;
    pub mod pending;
    pub mod permit;
    pub mod policy;
    pub mod public;
    pub mod public_error;
    pub mod role_and_limits;
    pub mod step_up;
    pub mod target_in_input;
    pub mod target_in_path;
    pub mod visible;
}

use expansions::*;
use policy::permission::post::ReadCondition;
use policy::permission::user::Delete;

/// The application.
#[derive(Debug)]
pub struct App;

impl Application for App {
    type State = Database;
    type Policy = policy::Policy;
}

/// What actions share.
#[derive(Clone, Copy, Debug)]
pub struct Database;

impl Database {
    fn invite(self, _team: u32, _email: &Email) {}

    fn delete_user(self, _id: u32, _permit: Permit<Delete>) {}

    fn titles(self, _scope: Scope<ReadCondition>, _page: u32) -> Vec<String> {
        Vec::new()
    }
}

/// A post.
#[derive(Debug)]
pub struct Post {
    title: String,
}

impl Post {
    fn is_published(&self, _: &Caller) -> bool {
        true
    }

    fn is_author(&self, _: &Caller) -> bool {
        false
    }
}

impl Target<App> for Post {
    type Key = u32;

    async fn load(_: u32, _: &Database) -> secure_action::Result<Option<Self>> {
        Ok(None)
    }
}

/// Who wants to join.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
pub struct SignUp {
    #[garde(dive)]
    email: Email,
}

/// Who is to join.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
pub struct Invitation {
    #[garde(dive)]
    email: Email,
}

/// What a post is to be called.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
pub struct NewTitle {
    #[garde(skip)]
    post: u32,
    #[garde(length(chars, max = 100))]
    title: String,
}

/// Which page of a list.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
pub struct Page {
    #[garde(range(max = 1000))]
    number: u32,
}

fn main() {
    let _ = (actions::mounted, public_error::book);
}
