//! `DefaultLimits`: what holds for every action, whatever limits it names itself.

use std::time::Duration;

use crate::spec::{Count, LimitKey, RateLimit};

/// The application's own limits: one of public actions by address, one of guarded actions by caller.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DefaultLimits {
    pub(crate) public: RateLimit,
    pub(crate) guarded: RateLimit,
}

impl Default for DefaultLimits {
    fn default() -> Self {
        const MINUTE: Duration = Duration::from_secs(60);
        Self { public: RateLimit::new(100, MINUTE), guarded: RateLimit::new(1000, MINUTE).by(LimitKey::Caller) }
    }
}

impl DefaultLimits {
    pub(crate) fn all(&self) -> [RateLimit; 2] {
        [self.public, self.guarded]
    }

    /// What is wrong with them.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        faults.extend(self.public.fault().map(|fault| format!("default rate limit: {fault}")));
        if self.public.by != LimitKey::Ip || !self.public.skip.is_empty() || self.public.count != Count::Attempts {
            let fault = "default rate limit: nobody is authenticated on a public action; count every request by address, and skip nobody";
            faults.push(fault.to_owned());
        }
        faults.extend(self.guarded.fault().map(|fault| format!("default rate limit of callers: {fault}")));
        if self.guarded.by != LimitKey::Caller || !self.guarded.skip.is_empty() || self.guarded.count != Count::Attempts {
            faults.push("default rate limit of callers: count every request by caller, and skip nobody".to_owned());
        }
        faults
    }
}
