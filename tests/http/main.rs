//! The wire is the truth: every test drives a router and looks at status, headers, body and audit event.

#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod answers;
mod audit;
mod audit_bounds;
mod authentication;
mod authenticators;
mod broken_off;
mod databases;
mod docs_page;
mod documents;
mod errors;
mod foreign;
mod foreign_types;
mod front;
mod guarded;
mod hostile;
mod hosts;
mod keys;
mod kinds;
mod kinds_of_events;
mod large;
mod limits;
mod locations;
mod narrowed;
mod order;
mod pace;
mod pending;
mod policies;
mod proofs;
mod raw_bodies;
mod redirect_targets;
mod routing;
mod server;
mod startup;
mod step_up;
mod streams;
mod targets;
mod telemetry;
mod typed_keys;
mod visible;
mod world;
