//! Secure-by-default handlers for axum.

mod action;
mod actions;
mod answer;
mod application;
pub mod audit;
pub mod authn;
mod authz;
mod error;
pub mod input;
mod mount;
pub mod openapi;
mod pipeline;
pub mod policy;
pub mod rate_limit;
pub mod request;
mod security;
mod serve;
mod telemetry;
mod vault;

#[doc(hidden)]
pub mod __private;

pub use action::{Access, Action, ActionSet, ActionSpec, Argument, AuditMode, Method};
pub use actions::Actions;
pub use answer::{Answer, Created, NoContent, SecurityHeaders};
pub use application::Application;
pub use audit::AuditNote;
pub use authn::Caller;
pub use axum::Json;
pub use axum::extract::State;
#[cfg(feature = "sqlx")]
pub use error::constraint_errors;
pub use error::{ActionError, Code, FieldErrors, Refusal, Result};
#[cfg(feature = "rich-text")]
pub use input::RichText;
pub use input::{Email, Extract, Input, Path, PlainText, Query, SafeUrl, sanitize};
pub use policy::Policy;
pub use request::Client;
pub use secure_action_macros::{action, actions, policy};
pub use security::{Cors, Development, Security, SecurityBuilder, StartupError};
pub use serve::{Server, serve};
pub use vault::Secret;
