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

    /// The largest quota: what a counter of the table can hold.
    pub const MAX_QUOTA: u32 = (1 << 21) - 1;

    /// What is wrong with the rule, for the start-up checks.
    pub(crate) fn fault(&self) -> Option<String> {
        const YEAR: Duration = Duration::from_secs(366 * 24 * 3600);

        if self.quota == 0 || self.burst == Some(0) {
            return Some("it admits nobody; allow one request at least".to_owned());
        }
        if self.quota > Self::MAX_QUOTA {
            return Some(format!("more than {} requests in a window cannot be counted; use a shorter window", Self::MAX_QUOTA));
        }
        if self.window < Duration::from_secs(1) || self.window > YEAR {
            return Some("the window must last between one second and 366 days".to_owned());
        }
        None
    }
}

impl LimitKey {
    /// The name of a limit with this key in `RateLimit-Policy`.
    pub(crate) fn policy_name(self) -> String {
        match self {
            Self::Ip => "ip".to_owned(),
            Self::Caller => "caller".to_owned(),
            Self::Global => "global".to_owned(),
            Self::Input(field) => format!("input.{field}"),
        }
    }
}
