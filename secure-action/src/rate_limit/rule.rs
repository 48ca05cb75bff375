//! `RateLimit`: one rule, as a constant.

use std::time::Duration;

/// One rate limit of an action.
///
/// `"5/15m"` is a promise: never more than five in *any* window of fifteen minutes. With a burst it is a steady rate
/// instead: on average 5 every 15 minutes, and up to `burst` at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests.
    pub quota: u32,
    /// In which time.
    pub window: Duration,
    /// How many of them at once, for a steady rate (GCRA); `None` for the strict sliding window.
    pub burst: Option<u32>,
    /// What is counted separately.
    pub by: LimitKey,
    /// Callers with one of these roles are not counted.
    pub skip: &'static [&'static str],
}

/// What a limit counts separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitKey {
    /// Each client address; IPv6 addresses by their /64.
    Ip,
    /// Each authenticated caller.
    Caller,
    /// Everyone together.
    Global,
    /// Each value of this field of the input, validated and normalised: `"email"`.
    Input(&'static str),
}

impl RateLimit {
    /// `quota` requests in any `window`, counted by client address.
    ///
    /// A quota of zero admits nobody. Windows are between one second and 366 days; the builder of
    /// [`Security`](crate::Security) refuses others.
    #[must_use]
    pub const fn new(quota: u32, window: Duration) -> Self {
        Self { quota, window, burst: None, by: LimitKey::Ip, skip: &[] }
    }

    /// Counts by something else than the client address.
    #[must_use]
    pub const fn by(mut self, by: LimitKey) -> Self {
        self.by = by;
        self
    }

    /// Makes it a steady rate that tolerates `burst` requests at once.
    #[must_use]
    pub const fn burst(mut self, burst: u32) -> Self {
        self.burst = Some(burst);
        self
    }

    /// Does not count callers with one of these roles.
    #[must_use]
    pub const fn skip(mut self, roles: &'static [&'static str]) -> Self {
        self.skip = roles;
        self
    }
}
