//! What must hold for every input: one function for each target in `fuzz_targets`.
//!
//! A property that does not hold panics, which is how a fuzzer hears of it. The notations inside attributes are parsers of
//! the macro crate, included here by path; whatever a client sends goes through the router of a small service, so that the
//! whole way of a request is searched and not the parser alone.

mod notation;
mod redaction;
#[cfg(test)]
mod seeds;
mod service;
mod wire;

pub use notation::{duration, rate, route, size};
pub use redaction::{redaction_neighbour, redaction_shape};
pub use wire::{bearer, claims, form_input, forwarded, host, json_input, query};

// The parsers below name it as `crate::diagnostics`.
#[allow(dead_code, reason = "the macros report more kinds of mistakes than the notations have")]
#[path = "../../secure-action-macros/src/diagnostics.rs"]
mod diagnostics;

#[path = "../../secure-action-macros/src/action"]
mod action {
    pub(crate) mod notation;
}
