//! How often: rules, their keys, and the bounded table that counts.

mod rule;

pub use rule::{LimitKey, RateLimit};

/// The values of input fields that limits are keyed by, hashed as they come so that none of them is kept.
#[derive(Debug)]
pub struct InputKeys<'a>(&'a mut Vec<u128>);
