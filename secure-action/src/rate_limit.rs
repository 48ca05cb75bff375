//! How often: rules, their keys, and the bounded table that counts.
//!
//! A limit is a promise, [`RateLimit`]. What it counts is one entry of a table that all limits of the application share:
//! 64 bytes for each key, whatever the limit, and constant memory, whatever the number of keys. Keys are hashed with a
//! secret of the process; no address, name or input is stored.
//!
//! When the table is full, what is forgotten goes first, then the least consumed: a flood of keys with one request each
//! neither resets a key near its limit nor shuts newcomers out. Keys that are near their limit stay. Of these, one address can
//! hold 4 of the 14 places of a set at most, so it never fills one; from four addresses on, a flood of keys near one limit keeps
//! out newcomers of that limit alone, for its window at most: where the flood holds half as many keys as the table has places,
//! 2 % of them, at as many keys 55 %, at twice as many all. With the default table that is a million requests in a window, and an
//! address brings 100 a minute to each action.
//!
//! All limits that are decided at the same time, before authentication, once the caller is known, or once the input is validated,
//! are tested before any of them counts. What one phase has counted, a refusal in a later one does not give back: or else a key
//! that is exhausted would buy any number of requests up to its phase.
//!
//! A guarded action has no limit by address unless it names one. In front of authentication one client with a wrong token would
//! shut out its whole office, which has the same address; a bad token costs little to refuse, and of many such refusals the audit
//! trail counts most. Behind authentication the limit by caller holds. What an action does name `by = "ip"` is counted before
//! authentication; with `skip`, which asks for the caller's roles, behind it: who is refused there has been authenticated, and
//! strangers, whom authentication refuses, are not counted.
//!
//! Processes that are to share their counts share a [`LimitStore`]: see
//! [`SecurityBuilder::shared_rate_limits`](crate::SecurityBuilder::shared_rate_limits).

mod action_limits;
mod consumed;
mod counter;
mod defaults;
mod digest;
mod due;
mod header;
mod input_keys;
mod key;
mod keys;
mod limiter;
#[doc(hidden)]
pub mod probe;
mod shared;
mod standing;
mod store;
mod table;

pub use crate::spec::{Count, LimitKey, OnOutage, RateLimit};
pub use input_keys::{InputKeys, LimitKeyValue};
pub use shared::SharedLimits;
pub use standing::{Standing, Ticket};
pub use store::{Attempt, Decided, LimitStore, MOST_AT_ONCE, OutOfOrder, Verdict};

pub(crate) use action_limits::{ActionLimits, Exceeded, Phase};
pub(crate) use consumed::Consumed;
pub(crate) use defaults::DefaultLimits;
pub(crate) use keys::Keys;
pub(crate) use limiter::{Limiter, Outage};
