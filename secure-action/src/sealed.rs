//! `Sealed`: keeps the traits of arguments and answers to this crate.

/// Keeps [`Argument`](crate::Argument) and [`Answer`](crate::Answer) to this crate.
pub trait Sealed {}
