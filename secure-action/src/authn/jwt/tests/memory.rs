//! Verified tokens are remembered; that they expire and are revoked is not forgotten.

use super::*;

#[tokio::test]
async fn trap_17_memory_ends_with_the_token() {
    let jwt = jwt();
    let good = token(&claims());
    let header = format!("Bearer {good}");
    assert!(ask_at(&jwt, header.as_bytes(), NOW).await.is_ok());
    assert!(ask_at(&jwt, header.as_bytes(), NOW + 629).await.is_ok());
    assert_eq!(ask_at(&jwt, header.as_bytes(), NOW + 630).await, Err(401));
    // And a clock that goes back does not make it valid too early.
    assert_eq!(ask_at(&jwt, header.as_bytes(), NOW - 31).await, Err(401));
}

/// The same names at other positions, in another policy.
static OTHER_POLICY: PolicyTable = PolicyTable::new::<u8>(
    &[RoleEntry { name: "root", includes: RoleSet::from_bits(1) }, RoleEntry { name: "user", includes: RoleSet::from_bits(2) }],
    &[],
);

#[tokio::test]
async fn trap_36_what_one_policy_read_is_not_remembered_for_another() {
    let jwt = jwt();
    let header = format!("Bearer {}", token(&claims()));
    for policy in [&POLICY, &OTHER_POLICY, &POLICY, &OTHER_POLICY] {
        let identity = identify_for(policy, &jwt, header.as_bytes(), NOW).await.expect("a good token");
        assert_eq!(identity.roles(), policy.roles_named(["user"]));
        assert!(!identity.roles().is_empty());
    }
}

struct Switch(std::sync::Arc<std::sync::atomic::AtomicU8>);

impl Revocation for Switch {
    async fn is_revoked(&self, token: &TokenIds) -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
        assert_eq!(token.subject(), "uma");
        match self.0.load(std::sync::atomic::Ordering::SeqCst) {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err("the store is down".into()),
        }
    }
}

#[tokio::test]
async fn trap_22_revocation_is_asked_every_time_and_its_outage_is_a_503() {
    let state = std::sync::Arc::new(std::sync::atomic::AtomicU8::new(0));
    let jwt = jwt().revoked_by(Switch(state.clone()));
    let good = token(&claims());
    for (value, expected) in [(0, Ok("uma".to_owned())), (1, Err(401)), (2, Err(503)), (0, Ok("uma".to_owned()))] {
        state.store(value, std::sync::atomic::Ordering::SeqCst);
        assert_eq!(ask(&jwt, &good).await, expected, "{value}");
    }
}
