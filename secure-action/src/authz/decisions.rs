//! `Decisions`: what a function was left to decide with `Pending`, and whether it did.

use std::fmt;
use std::iter::successors;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The decisions that one call was left with. Nothing, and nothing allocated, for a function that takes no `Pending`.
#[derive(Default)]
pub(crate) struct Decisions(Option<Arc<Decision>>);

/// One of them, shared by the `Pending` that makes it and the pipeline that looks whether it was made.
pub(super) struct Decision {
    permission: &'static str,
    made: AtomicBool,
    earlier: Option<Arc<Self>>,
}

impl Decisions {
    /// Leaves one more to the function.
    pub(super) fn leave(&mut self, permission: &'static str) -> Arc<Decision> {
        let decision = Decision { permission, made: AtomicBool::new(false), earlier: self.0.take() };
        Arc::clone(self.0.insert(Arc::new(decision)))
    }

    /// Why the function's answer cannot be sent, if a decision was never made: for the log.
    pub(crate) fn fault(&self) -> Option<String> {
        let all = successors(self.0.as_deref(), |decision| decision.earlier.as_deref());
        let never = all.filter(|decision| !decision.is_made()).map(|decision| format!("`{}`", decision.permission));
        let mut never: Vec<_> = never.collect();
        if never.is_empty() {
            return None;
        }
        // In the order of the signature.
        never.reverse();
        let was = if never.len() == 1 { "was" } else { "were" };
        Some(format!(
            "{} {was} never decided: the function took `Pending` and answered without it; call `authorize`, `authorize_each` or \
             `scope` on it before the function answers",
            never.join(" and "),
        ))
    }
}

impl Decision {
    /// The function has decided, one way or the other.
    pub(super) fn make(&self) {
        // Nothing else is handed over with it: whoever waits for the task that decides sees what it did.
        self.made.store(true, Ordering::Relaxed);
    }

    fn is_made(&self) -> bool {
        self.made.load(Ordering::Relaxed)
    }
}

impl fmt::Debug for Decisions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Decisions")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_decision_has_to_be_made() {
        let mut decisions = Decisions::default();
        assert_eq!(decisions.fault(), None);
        let left = ["post:read", "post:edit", "post:read"].map(|permission| decisions.leave(permission));
        let fault = |decisions: &Decisions| decisions.fault().unwrap_or_default();
        assert!(fault(&decisions).starts_with("`post:read` and `post:edit` and `post:read` were never decided: "));
        left[2].make();
        assert!(fault(&decisions).starts_with("`post:read` and `post:edit` were never decided: "));
        left[0].make();
        assert!(fault(&decisions).starts_with("`post:edit` was never decided: "));
        left[1].make();
        assert_eq!(decisions.fault(), None);
    }
}
