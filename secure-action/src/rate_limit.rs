//! How often: rules, their keys, and the bounded table that counts.
//!
//! A key costs one cache line, whatever its limit. A flood of keys costs constant memory: where the table is full, what has
//! expired goes first, then what is least consumed, so that a flood of one-hit keys pushes out itself and not the key that
//! is near its limit.

mod action_limits;
mod consumed;
mod counted;
mod exact;
mod input_keys;
mod limiter;
mod rule;
mod steady;
mod table;
#[cfg(test)]
mod tests;

pub use input_keys::{InputKey, InputKeys};
pub use rule::{LimitKey, RateLimit};

pub(crate) use action_limits::{ActionLimits, Exceeded, Keys, Phase};
pub(crate) use consumed::Consumed;
pub(crate) use limiter::Limiter;
