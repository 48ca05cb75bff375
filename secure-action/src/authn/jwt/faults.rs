//! What is unsafe about a configuration of tokens, found at start-up. No message contains a secret.

use std::time::Duration;

use super::Jwt;
use super::claims::Claims;

/// The longest difference of clocks that is an accident and not a policy.
const LONGEST_LEEWAY: Duration = Duration::from_secs(300);

pub(super) fn find(jwt: &Jwt) -> Vec<String> {
    let mut faults = jwt.keys.faults();
    let mut refuse = |wrong: bool, fault: &str| {
        if wrong {
            faults.push(fault.to_owned());
        }
    };
    let empty = |text: &String| text.trim().is_empty();
    refuse(
        jwt.issuer.as_ref().is_none_or(|issuer| issuer.name().trim().is_empty()),
        "the issuer is not checked: add `.issuer(\"https://...\")`",
    );
    refuse(
        jwt.audiences.is_empty() || jwt.audiences.iter().any(empty),
        "the audience is not checked, so tokens for other services would be accepted: add `.audience(\"...\")`",
    );
    refuse(jwt.leeway > LONGEST_LEEWAY, "a leeway of more than five minutes lets expired tokens live on: use seconds");
    refuse(jwt.roles.is_empty() || jwt.roles.iter().any(empty), "the claim with the roles has no name");
    refuse(jwt.scopes.as_ref().is_some_and(empty), "the claim with the scopes has no name");
    let names = jwt.roles.first().into_iter().chain(&jwt.scopes);
    for name in names.filter(|name| Claims::NAMES.contains(&name.as_str())) {
        faults.push(format!("the claim `{name}` has a meaning of its own: roles and scopes are in another one"));
    }
    faults
}
