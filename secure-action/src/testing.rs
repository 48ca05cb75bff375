//! The test kit: an application whose time, callers and audit trail are in the hands of a test.
//!
//! ```
//! # use secure_action::{Actions, Application, NoContent, Result, Security, action, actions, policy};
//! # policy! { resource note; role reader { note: read; } role editor: reader { note: write; } }
//! # struct App;
//! # impl Application for App { type State = (); type Policy = Policy; }
//! # /// Writes a note.
//! # #[action(post = "/notes", permission = "note:write")]
//! # async fn write_note() -> Result<NoContent> { Ok(NoContent) }
//! # fn notes(security: Security<App>) -> Actions<App> { Actions::new(security, ()).mount(actions![write_note]) }
//! use secure_action::testing::TestApp;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! // In a test:
//! let app = TestApp::new(Security::builder(), notes);
//! app.as_role("editor").post("/notes").await.expect(204);
//! app.as_role("reader").post("/notes").await.expect(403);
//! # }
//! ```
//!
//! Every stage runs as in production, and nothing listens on a port: only who is calling is said by the test instead of a token, and
//! only from such a test can it be said. Where another answer comes than was [expected](TestAnswer::expect), the test fails with the
//! answer and with what the log knows of its reason.
//!
//! Functions are tested as functions, with [`Caller::for_test`](crate::Caller::for_test),
//! [`Input::for_test`](crate::Input::for_test), [`RawBody::for_test`](crate::RawBody::for_test),
//! [`Permit::for_test`](crate::Permit::for_test) and [`Authorized::for_test`](crate::Authorized::for_test).
//!
//! All of it needs the feature `testing`, for `[dev-dependencies]`, and debug assertions: a release build has none of it, whichever
//! crate of the workspace turned the feature on.

#![expect(clippy::panic, reason = "a test fails by panicking")]

mod answer;
mod app;
mod call;
mod callers;
mod client;
mod clock;
mod mounted;
mod recorder;
mod service;

pub use answer::TestAnswer;
pub use app::TestApp;
pub use call::TestCall;
pub use client::TestClient;
pub use mounted::Mounted;
pub use serde_json::{Value, json};
