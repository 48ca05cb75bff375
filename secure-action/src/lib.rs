//! Secure-by-default handlers for axum: who may call a function, how often and with what is part of the function.
//!
//! # Quick start
//!
//! ```no_run
//! use axum::Router;
//! use garde::Validate;
//! use schemars::JsonSchema;
//! use secure_action::audit::JsonLines;
//! use secure_action::authn::jwt::Jwt;
//! use secure_action::{Actions, Application, Caller, Input, Json, Result, Security, action, actions, policy, sanitize};
//! use serde::{Deserialize, Serialize};
//!
//! policy! {
//!     resource note;
//!     role user { note: write; }
//!     role admin: user;
//! }
//!
//! struct App;
//!
//! impl Application for App {
//!     type State = ();
//!     type Policy = Policy;
//! }
//!
//! #[derive(Deserialize, JsonSchema, Validate)]
//! struct NewNote {
//!     #[serde(with = "sanitize::Trimmed")]
//!     #[garde(length(chars, min = 1, max = 200))]
//!     text: String,
//! }
//!
//! #[derive(Serialize, JsonSchema)]
//! struct Note {
//!     author: String,
//!     text: String,
//! }
//!
//! /// Writes a note.
//! #[action(post = "/notes", permission = "note:write", rate_limit = "5/1m")]
//! async fn write_note(caller: Caller, input: Input<NewNote>) -> Result<Json<Note>> {
//!     Ok(Json(Note { author: caller.id().to_owned(), text: input.into_inner().text }))
//! }
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let key = std::fs::read("token.key")?; // at least 32 random bytes, shared with whoever issues the tokens
//!     let security = Security::<App>::builder()
//!         .authenticate(Jwt::hs256(key).issuer("https://id.example.com").audience("notes"))
//!         .audit(JsonLines::create("audit.jsonl")?)
//!         .build()?;
//!     let app: Router = Actions::new(security, ()).mount(actions![write_note]).into_router()?;
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
//!     Ok(secure_action::serve(listener, app).await?)
//! }
//! ```
//!
//! # What happens to a request
//!
//! | stage | refuses with |
//! |---|---|
//! | 1 admission: a place in the audit trail, the client's address, HTTPS | 403, 500, 503 |
//! | 2 rate limits by address and global ones | 429 |
//! | 3 authentication | 401 |
//! | 4 rate limits by caller | 429 |
//! | 6 authorization: role, permission narrowed by the credential's scopes; step-up | 403; 401 |
//! | 7 input: media type, size, pace, parse, validate | 415, 413, 408, 400, 422 |
//! | 8 rate limits by validated input | 429 |
//! | 9 the target: loaded, then the conditions of the policy decide | 404, 403, 503 |
//! | 11 the function, under a deadline and a panic barrier | 503, 500 |
//! | 12 the answer: sanitized errors, security headers | |
//! | 13 the audit event, whatever the outcome | |
//!
//! A caller who may not run an action learns nothing about its input: not a byte of the body is read before stage 7.
//!
//! # Features
//!
//! | feature | adds | default |
//! |---|---|---|
//! | `jwt` | [`authn::jwt`] | yes |
//! | `rich-text` | `RichText`, HTML cleaned by ammonia | |
//! | `sqlx` | `constraint_errors` for [`SecurityBuilder::classify_errors`] | |
//! | `testing` | the test kit, [`testing`]: an application under test, proofs that prove nothing, inputs that nobody validated; not in release builds | |

mod action;
mod actions;
mod answer;
mod argument;
pub mod audit;
pub mod authn;
mod authz;
mod caller;
mod error;
pub mod input;
mod macros;
pub mod openapi;
mod pipeline;
pub mod policy;
pub mod rate_limit;
pub mod request;
mod sealed;
mod security;
mod serve;
mod spec;
#[cfg(all(feature = "testing", debug_assertions))]
pub mod testing;
mod vault;

#[doc(hidden)]
pub mod __private;

// The pages that have code in them are compiled, and what is a test in them is run.
#[cfg(doctest)]
#[doc = include_str!("../../docs/coming-from-axum.md")]
struct ComingFromAxum;
#[cfg(all(doctest, feature = "testing"))]
#[doc = include_str!("../../docs/testing.md")]
struct TestingChapter;

pub use action::Action;
pub use actions::{ActionSet, Actions, DocumentAccess};
pub use answer::{Accepted, Answer, Created, Download, NoContent, Raw, Redirect, SecurityHeaders, Text, WithHeaders};
pub use argument::{Argument, Extract};
pub use audit::AuditNote;
pub use authz::{Authorized, Decided, Pending, Permit, Scope, Target, TargetPermission};
pub use axum::Json;
pub use axum::extract::State;
pub use caller::Caller;
#[cfg(feature = "sqlx")]
pub use error::constraint_errors;
pub use error::{ActionError, Code, ErrorSource, Failure, FieldErrors, PublicError, PublicVariant, Refusal, Result};
#[cfg(feature = "rich-text")]
pub use input::RichText;
pub use input::{Email, Input, Path, PlainText, Query, RawBody, RedirectTarget, SafeUrl, sanitize};
pub use macros::{PublicError, Visible, action, actions, policy};
pub use pipeline::Guarded;
pub use policy::{Application, Policy};
pub use request::Client;
pub use security::{Cors, Development, Security, SecurityBuilder, StartupError};
pub use serve::{Server, serve};
pub use spec::{Access, ActionSpec, ArgumentSpec, AuditMode, BodyPlan, Method, RateLimit, Requirement, Stage, StepUp};
pub use vault::Secret;

// Where the compiler names them in its messages, it is by these paths.
#[doc(hidden)]
pub use {
    actions::ActionList,
    answer::{Draft, Fallible, JsonBody},
    argument::{StatePart, TakenAsInput, TakenAsPath},
    error::PublicText,
};
