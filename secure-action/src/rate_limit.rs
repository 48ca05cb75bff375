//! How often: rules, their keys, and the bounded table that counts.
//!
//! A limit is a promise, [`RateLimit`]. What it counts is one entry of a table that all limits of the application share:
//! 64 bytes for each key, whatever the limit, and constant memory, whatever the number of keys. Keys are hashed with a
//! secret of the process; no address, name or input is stored.
//!
//! When the table is full, what is forgotten goes first, then the least consumed: a flood of keys with one request each
//! neither resets a key near its limit nor shuts newcomers out.

mod action_limits;
mod consumed;
mod counter;
mod few;
mod header;
mod input_keys;
mod key;
mod keys;
mod limiter;
#[doc(hidden)]
pub mod probe;
mod table;

pub use crate::spec::{LimitKey, RateLimit};
pub use input_keys::{InputKeys, LimitKeyValue};

pub(crate) use action_limits::{ActionLimits, Exceeded, Phase};
pub(crate) use consumed::Consumed;
pub(crate) use keys::Keys;
pub(crate) use limiter::Limiter;
