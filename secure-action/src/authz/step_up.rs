//! Step-up (RFC 9470): whether the caller authenticated recently enough, and at an admitted level.

use std::time::Duration;

use crate::spec::StepUp;

/// In which way an authentication is not enough, and why. The reason is for the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Insufficient {
    /// What the client is told, in the words of the examples of RFC 9470.
    pub(crate) description: &'static str,
    pub(crate) reason: &'static str,
}

/// When and at which level the caller authenticated, as far as the credential says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Authenticated<'c> {
    /// Seconds since 1970-01-01 UTC.
    pub(crate) at: Option<u64>,
    pub(crate) acr: Option<&'c str>,
}

/// Decides whether the caller's authentication is what `demanded` demands. `now` is the time since 1970-01-01 UTC, `leeway` how
/// far the clock that dated the authentication may differ from ours.
pub(crate) fn check_step_up(
    demanded: &StepUp,
    authenticated: Authenticated<'_>,
    now: Duration,
    leeway: Duration,
) -> Result<(), Insufficient> {
    let age = demanded.max_age.and_then(|max_age| too_old(authenticated.at, max_age, now, leeway));
    let level = if demanded.acr.is_empty() { None } else { other_level(authenticated.acr, demanded.acr) };
    let (description, reason) = match (age, level) {
        (None, None) => return Ok(()),
        (Some(reason), None) => ("More recent authentication is required", reason),
        (None, Some(reason)) => ("A different authentication level is required", reason),
        (Some(reason), Some(_)) => ("More recent authentication at a different level is required", reason),
    };
    Err(Insufficient { description, reason })
}

fn too_old(at: Option<u64>, max_age: Duration, now: Duration, leeway: Duration) -> Option<&'static str> {
    let Some(at) = at.map(Duration::from_secs) else {
        return Some("the credential does not say when the caller authenticated");
    };
    if at > now.saturating_add(leeway) {
        return Some("the caller's authentication is dated in the future");
    }
    let too_old = now.saturating_sub(at) > max_age.saturating_add(leeway);
    too_old.then_some("the caller authenticated too long ago")
}

/// Levels are names, not numbers: which of them includes which is known to nobody here, so each is compared letter by letter.
fn other_level(acr: Option<&str>, admitted: &[&str]) -> Option<&'static str> {
    let Some(acr) = acr else {
        return Some("the credential does not say at which level the caller authenticated");
    };
    (!admitted.contains(&acr)).then_some("the caller authenticated at another level")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::policy::PolicyTable;
    use crate::spec::{Access, Requirement};

    const NOW: u64 = 1_800_000_000;
    const LEEWAY: u64 = 30;

    fn demand(max_age: Option<u64>, acr: &'static [&'static str]) -> StepUp {
        const NOTHING: PolicyTable = PolicyTable::new::<()>(&[], &[]);
        let access = Access::guarded(&NOTHING, &[], &[], &[]).step_up(max_age.map(Duration::from_secs), acr);
        match access {
            Access::Guarded(Requirement { step_up: Some(demanded), .. }) => demanded,
            other => panic!("{other:?}"),
        }
    }

    fn reason(demanded: &StepUp, at: Option<u64>, acr: Option<&str>) -> &'static str {
        let (now, leeway) = (Duration::from_secs(NOW), Duration::from_secs(LEEWAY));
        match check_step_up(demanded, Authenticated { at, acr }, now, leeway) {
            Ok(()) => "",
            Err(insufficient) => insufficient.reason,
        }
    }

    #[test]
    fn an_authentication_is_recent_up_to_the_last_second_that_the_clocks_allow() {
        let demanded = demand(Some(300), &[]);
        for (at, expected) in [
            (Some(NOW), ""),
            (Some(NOW - 300), ""),
            (Some(NOW - 330), ""),
            (Some(NOW - 331), "the caller authenticated too long ago"),
            (Some(0), "the caller authenticated too long ago"),
            (Some(NOW + 30), ""),
            (Some(NOW + 31), "the caller's authentication is dated in the future"),
            (Some(u64::MAX), "the caller's authentication is dated in the future"),
            (None, "the credential does not say when the caller authenticated"),
        ] {
            assert_eq!(reason(&demanded, at, Some("mfa")), expected, "{at:?}");
        }
    }

    #[test]
    fn a_part_of_a_second_is_too_old_as_well() {
        let demanded = demand(Some(300), &[]);
        let ask = |now| {
            let authenticated = Authenticated { at: Some(NOW - 300), acr: None };
            check_step_up(&demanded, authenticated, now, Duration::ZERO).is_ok()
        };
        assert!(ask(Duration::from_secs(NOW)));
        assert!(!ask(Duration::from_secs(NOW) + Duration::from_nanos(1)));
    }

    #[test]
    fn a_level_is_one_of_the_admitted_ones_to_the_letter() {
        let demanded = demand(None, &["mfa", "urn:example:hardware"]);
        for acr in ["mfa", "urn:example:hardware"] {
            assert_eq!(reason(&demanded, None, Some(acr)), "");
        }
        for acr in ["", "MFA", "mfa ", "mf", "mfaa", "mfa urn:example:hardware", "urn:example:hardware/", "password"] {
            assert_eq!(reason(&demanded, Some(NOW), Some(acr)), "the caller authenticated at another level", "{acr}");
        }
        let silent = "the credential does not say at which level the caller authenticated";
        assert_eq!(reason(&demanded, Some(NOW), None), silent);
    }

    #[test]
    fn both_demands_hold_and_the_description_says_what_is_missing() {
        let demanded = demand(Some(300), &["mfa"]);
        let ask = |at, acr| {
            let authenticated = Authenticated { at: Some(at), acr: Some(acr) };
            let decided = check_step_up(&demanded, authenticated, Duration::from_secs(NOW), Duration::ZERO);
            decided.map_err(|insufficient| insufficient.description)
        };
        assert_eq!(ask(NOW, "mfa"), Ok(()));
        assert_eq!(ask(0, "mfa"), Err("More recent authentication is required"));
        assert_eq!(ask(NOW, "password"), Err("A different authentication level is required"));
        assert_eq!(ask(0, "password"), Err("More recent authentication at a different level is required"));
    }

    proptest! {
        #[test]
        fn no_time_overflows(at: u64, max_age: u64, now: u64, leeway: u64) {
            let demanded = demand(Some(max_age), &[]);
            let authenticated = Authenticated { at: Some(at), acr: None };
            let decided = check_step_up(&demanded, authenticated, Duration::from_secs(now), Duration::from_secs(leeway));
            let (at, max_age, now, leeway) = (i128::from(at), i128::from(max_age), i128::from(now), i128::from(leeway));
            prop_assert_eq!(decided.is_ok(), now - at <= max_age + leeway && at - now <= leeway);
        }
    }
}
