//! The role is read from a header that anyone can send.
//!
//! Class: API5:2023, CWE-807
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use axum::http::HeaderMap;
use secure_action::{ActionError, NoContent, Path, Result, State, action, actions};
use shop::{App, Database};

/// Suspends a user. The gateway says in `x-role` who is an admin.
#[action(post = "/users/{name}/suspension", auth)]
async fn suspend_user(headers: HeaderMap, Path(name): Path<String>, State(database): State<Database>) -> Result<NoContent> {
    if headers.get("x-role").is_none_or(|role| role != "admin") {
        return Err(ActionError::forbidden());
    }
    database.suspend(&name).await?;
    Ok(NoContent)
}

fn main() {
    shop::open(actions![suspend_user]);
}
