//! Teamspace, the reference application: users and posts behind guarded actions.
//!
//! Start with [`app`]: the policy, the state and the configuration. [`users`] and [`posts`] hold the actions.

pub mod app;
pub mod data;
pub mod posts;
pub mod tokens;
pub mod users;

pub use app::{App, router};
