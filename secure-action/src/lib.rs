//! Secure-by-default handlers for axum.

mod action;
mod answer;
mod application;
pub mod audit;
pub mod authn;
mod authz;
mod error;
pub mod input;
mod mount;
pub mod openapi;
pub mod policy;
pub mod rate_limit;
pub mod request;

#[doc(hidden)]
pub mod __private;

pub use action::{Access, Action, ActionSet, ActionSpec, Argument, AuditMode, Method};
pub use answer::{Answer, Created, NoContent, SecurityHeaders};
pub use application::Application;
pub use audit::AuditNote;
pub use authn::Caller;
pub use axum::Json;
pub use axum::extract::State;
#[cfg(feature = "sqlx")]
pub use error::constraint_errors;
pub use error::{ActionError, Code, FieldErrors, Refusal, Result};
pub use policy::Policy;
pub use request::Client;
