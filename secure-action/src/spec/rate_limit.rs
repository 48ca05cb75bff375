//! `RateLimit`: one rule, as a constant, and the faults that keep an application from starting with it.

use std::borrow::Cow;
use std::time::Duration;

/// One rate limit of an action.
///
/// `"5/15m"` is a promise: never more than five in *any* window of fifteen minutes. With a burst it is a steady rate
/// instead: on average 5 every 15 minutes, and up to `burst` at once.
///
/// ```
/// # use std::time::Duration;
/// use secure_action::rate_limit::{LimitKey, RateLimit};
///
/// const SIGN_IN: RateLimit = RateLimit::new(5, Duration::from_secs(15 * 60)).by(LimitKey::Input("email"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests; at most [`MAX_QUOTA`](Self::MAX_QUOTA) unless there is a burst.
    pub quota: u32,
    /// In which time.
    pub window: Duration,
    /// How many of them at once, for a steady rate (GCRA); `None` for the strict sliding window.
    pub burst: Option<u32>,
    /// What is counted separately.
    pub by: LimitKey,
    /// Callers with one of these roles are not counted.
    pub skip: &'static [&'static str],
    /// Which requests count.
    pub count: Count,
    /// What holds while a store that processes share is out of order.
    pub on_outage: OnOutage,
}

/// Which requests a limit counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Count {
    /// Every request.
    #[default]
    Attempts,
    /// Those that fail: each one is counted as it comes, and given back once the function has answered with a status below
    /// 400. What is refused, fails, times out, panics or is given up by the client stays counted.
    Failures,
}

/// What holds while a [store that processes share](crate::rate_limit::SharedLimits) is out of order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnOutage {
    /// The same limit, counted by each process for itself.
    #[default]
    CountAlone,
    /// Requests are refused with 503.
    Deny,
}

/// What a limit counts separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitKey {
    /// Each client address; IPv6 addresses by their /64.
    Ip,
    /// Each authenticated caller; a request without one is counted by its address.
    Caller,
    /// Everyone together.
    Global,
    /// Each value of this field of the input, validated and normalised: `"email"`.
    Input(&'static str),
    /// Each combination of these: `&[LimitKey::Ip, LimitKey::Input("email")]`. Decided as soon as all of them are known.
    Together(&'static [Self]),
}

impl RateLimit {
    /// The largest quota of a strict window: 16 777 215. A steady rate takes any, up to one request a nanosecond.
    pub const MAX_QUOTA: u32 = (1 << 24) - 1;
    /// The shortest window: one second.
    pub const MIN_WINDOW: Duration = Duration::from_secs(1);
    /// The longest window, and the longest time that an empty burst may take to refill: 366 days.
    pub const MAX_WINDOW: Duration = Duration::from_secs(366 * 24 * 60 * 60);

    /// `quota` requests in any `window`, counted by client address.
    ///
    /// The builder of [`Security`](crate::Security) refuses a quota of zero, and windows under one second or over 366
    /// days.
    #[must_use]
    pub const fn new(quota: u32, window: Duration) -> Self {
        Self {
            quota,
            window,
            burst: None,
            by: LimitKey::Ip,
            skip: &[],
            count: Count::Attempts,
            on_outage: OnOutage::CountAlone,
        }
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

    /// Counts failures only.
    #[must_use]
    pub const fn count(mut self, count: Count) -> Self {
        self.count = count;
        self
    }

    /// Refuses while a store that processes share is out of order.
    #[must_use]
    pub const fn on_outage(mut self, on_outage: OnOutage) -> Self {
        self.on_outage = on_outage;
        self
    }

    /// Why an application must not start with this limit, in the words of its author.
    pub(crate) fn fault(&self) -> Option<String> {
        let Self { quota, window, burst, .. } = *self;
        let seconds = window.as_secs_f64();
        if quota == 0 {
            return Some("a rate limit of 0 requests admits nobody".to_owned());
        }
        if !(Self::MIN_WINDOW..=Self::MAX_WINDOW).contains(&window) {
            return Some(format!("a rate limit over {seconds} s: a window lasts from 1 second to 366 days"));
        }
        match burst {
            None if quota > Self::MAX_QUOTA => Some(format!(
                "a rate limit of {quota} requests in {seconds} s: a strict window counts up to {}, with `burst` there is no such bound",
                Self::MAX_QUOTA
            )),
            Some(0) => Some("a rate limit with `burst = 0` admits nobody".to_owned()),
            Some(burst) if self.refill_nanos(burst) > Self::MAX_WINDOW.as_nanos() => Some(format!(
                "a rate limit of {quota} requests in {seconds} s with `burst = {burst}`: the burst takes over 366 days to refill"
            )),
            _ => None,
        }
    }

    /// The time from one request of a steady rate to the next, in nanoseconds, rounded up: never faster than promised.
    pub(crate) fn interval_nanos(&self) -> u64 {
        let interval = self.window.as_nanos().div_ceil(u128::from(self.quota.max(1)));
        u64::try_from(interval).unwrap_or(u64::MAX).max(1)
    }

    fn refill_nanos(&self, burst: u32) -> u128 {
        u128::from(self.interval_nanos()) * u128::from(burst)
    }

    /// What clients are told in `RateLimit-Policy`: how many in how many seconds.
    ///
    /// A steady rate is told as its burst and the time in which it refills, so that the remaining `r` never exceeds `q`.
    pub(crate) fn advertised(&self) -> (u32, u64) {
        match self.burst {
            None => (self.quota, whole_seconds(self.window.as_nanos())),
            Some(burst) => (burst, whole_seconds(self.refill_nanos(burst))),
        }
    }
}

impl LimitKey {
    /// The name in `RateLimit-Policy`, which is an RFC 9651 string: printable ASCII, no quotes.
    pub(crate) fn policy_name(self) -> Cow<'static, str> {
        match self {
            Self::Ip => "ip".into(),
            Self::Caller => "caller".into(),
            Self::Global => "global".into(),
            Self::Input(field) => {
                let plain = |c: char| if c.is_ascii_graphic() && c != '"' && c != '\\' { c } else { '_' };
                "input.".chars().chain(field.chars().map(plain)).collect::<String>().into()
            }
            Self::Together(keys) => keys.iter().map(|key| key.policy_name()).collect::<Vec<_>>().join("+").into(),
        }
    }
}

/// Rounded up, because a client that waits for it must not come too early.
fn whole_seconds(nanos: u128) -> u64 {
    u64::try_from(nanos.div_ceil(1_000_000_000)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_secs(24 * 60 * 60);

    #[test]
    fn plausible_limits_have_no_fault() {
        for limit in [
            RateLimit::new(1, Duration::from_secs(1)),
            RateLimit::new(5, Duration::from_secs(900)),
            RateLimit::new(16_000_000, DAY * 366),
            RateLimit::new(RateLimit::MAX_QUOTA, Duration::from_secs(1)),
            RateLimit::new(100, Duration::from_secs(60)).burst(20),
            RateLimit::new(u32::MAX, Duration::from_secs(1)).burst(u32::MAX),
            RateLimit::new(1, DAY).burst(366),
        ] {
            assert_eq!(limit.fault(), None, "{limit:?}");
        }
    }

    #[test]
    fn each_fault_is_named() {
        for (limit, word) in [
            (RateLimit::new(0, DAY), "0 requests"),
            (RateLimit::new(5, Duration::ZERO), "1 second"),
            (RateLimit::new(5, Duration::from_millis(999)), "1 second"),
            (RateLimit::new(5, DAY * 366 + Duration::from_nanos(1)), "366 days"),
            (RateLimit::new(RateLimit::MAX_QUOTA + 1, DAY), "16777215"),
            (RateLimit::new(5, DAY).burst(0), "burst = 0"),
            (RateLimit::new(1, DAY).burst(367), "refill"),
        ] {
            let fault = limit.fault().unwrap_or_default();
            assert!(fault.contains(word), "{limit:?}: {fault}");
        }
    }

    #[test]
    fn names_are_structured_field_strings() {
        assert_eq!(LimitKey::Input("email").policy_name(), "input.email");
        assert_eq!(LimitKey::Input("größe\"\\").policy_name(), "input.gr__e__");
        assert_eq!(LimitKey::Together(&[LimitKey::Ip, LimitKey::Input("email")]).policy_name(), "ip+input.email");
    }

    #[test]
    fn a_steady_rate_advertises_its_burst() {
        assert_eq!(RateLimit::new(100, Duration::from_secs(60)).burst(20).advertised(), (20, 12));
        assert_eq!(RateLimit::new(5, Duration::from_secs(900)).advertised(), (5, 900));
    }
}
