//! Step-up that no credential can ever fulfil does not start: every request would be refused.

use http::HeaderValue;
use secure_action::audit::TracingSink;
use secure_action::authn::{Authentication, Authenticator, Presented};
use secure_action::{Actions, Result, Security, SecurityBuilder, StepUp, actions};

use super::{both, neither, recent, strong};
use crate::world::{App, World};

/// Keys of machines, which nobody types in: what they say of their bearer is at most one of `levels`, and when, if `dated`.
struct Keys {
    scheme: &'static str,
    dated: bool,
    levels: &'static [&'static str],
}

impl Authenticator for Keys {
    fn name(&self) -> &'static str {
        self.scheme
    }

    fn authenticate<'a>(&'a self, _: Presented<'a>) -> Authentication<'a> {
        Authentication::Absent
    }

    fn challenge(&self) -> HeaderValue {
        HeaderValue::from_static("Key")
    }

    fn supports_step_up(&self, demanded: &StepUp) -> bool {
        let levels = demanded.acr;
        (self.dated || demanded.max_age.is_none())
            && (levels.is_empty() || levels.iter().any(|level| self.levels.contains(level)))
    }

    fn security_scheme(&self) -> serde_json::Value {
        serde_json::json!({ "type": "apiKey", "in": "header", "name": "X-Key" })
    }
}

const MUTE: Keys = Keys { scheme: "key", dated: false, levels: &[] };

/// The same without a word about step-up.
struct Plain;

impl Authenticator for Plain {
    fn name(&self) -> &'static str {
        "plain"
    }

    fn authenticate<'a>(&'a self, presented: Presented<'a>) -> Authentication<'a> {
        MUTE.authenticate(presented)
    }

    fn challenge(&self) -> HeaderValue {
        MUTE.challenge()
    }

    fn security_scheme(&self) -> serde_json::Value {
        MUTE.security_scheme()
    }
}

fn start(security: SecurityBuilder<App>) -> Result<(), String> {
    let security = security.audit(TracingSink::new()).build().expect("a sound configuration");
    let actions = Actions::new(security, World::new()).mount(actions![recent, strong, neither]);
    actions.into_router().map(drop).map_err(|error| error.to_string())
}

#[tokio::test]
async fn a_demand_that_nothing_can_fulfil_is_named_with_its_action_and_the_fix() {
    for security in [Security::builder().authenticate(MUTE), Security::builder().authenticate(Plain)] {
        let text = start(security).expect_err("nobody could call them");
        assert!(text.contains("`recent` demands `max_age`") && text.contains("`strong` demands `acr`"), "{text}");
        assert!(text.contains("supports_step_up`") && !text.contains("neither"), "{text}");
    }
}

#[tokio::test]
async fn every_part_of_the_demand_must_be_within_reach() {
    let dated = Keys { dated: true, ..MUTE };
    let text = start(Security::builder().authenticate(dated)).expect_err("no level");
    assert!(text.contains("`strong`") && !text.contains("`recent`"), "{text}");
    let other = Keys { dated: true, levels: &["pin"], ..MUTE };
    let text = start(Security::builder().authenticate(other)).expect_err("no level that is admitted");
    assert!(text.contains("`strong`") && !text.contains("`recent`"), "{text}");
    assert_eq!(start(Security::builder().authenticate(Keys { dated: true, levels: &["mfa"], ..MUTE })), Ok(()));
}

#[tokio::test]
async fn one_kind_of_credential_that_can_is_enough() {
    assert_eq!(start(World::new().security().authenticate(MUTE)), Ok(()));
}

#[tokio::test]
async fn a_kind_that_is_missing_is_one_fault() {
    let security = Security::builder().authenticate(MUTE).audit(TracingSink::new()).build().expect("a sound configuration");
    let error = Actions::new(security, World::new()).mount(actions![both]).into_router().expect_err("there are no tokens");
    let faults: Vec<_> = error.faults().collect();
    assert!(faults.len() == 1 && faults[0].starts_with("`both` accepts `jwt`"), "{faults:?}");
}

#[tokio::test]
async fn without_any_authenticator_that_is_the_only_fault() {
    let text = start(Security::builder()).expect_err("nobody is known");
    assert!(text.contains("no authenticator is configured") && !text.contains("max_age"), "{text}");
}
