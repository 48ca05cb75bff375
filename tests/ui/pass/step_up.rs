include!("../app.rs");

use std::time::Duration;

use secure_action::{Access, Action, NoContent, Result, StepUp, action, actions};

#[action(auth(max_age = "5m"))]
async fn recent() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(auth(acr = "mfa"))]
async fn strong() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(
    delete = "/users",
    role = "admin",
    permission = "user:delete",
    auth(jwt, acr("urn:example:mfa", "hw"), max_age = "1h")
)]
async fn both() -> Result<NoContent> {
    Ok(NoContent)
}

#[action(auth(jwt))]
async fn neither() -> Result<NoContent> {
    Ok(NoContent)
}

fn step_up<A: Action>() -> Option<StepUp> {
    match A::SPEC.access {
        Access::Guarded(requirement) => requirement.step_up,
        _ => None,
    }
}

fn main() {
    let _ = actions![recent, strong, both, neither];
    let found = [step_up::<recent>(), step_up::<strong>(), step_up::<both>(), step_up::<neither>()];
    let found = found.map(|step_up| step_up.map(|step_up| (step_up.max_age.as_ref().map(Duration::as_secs), step_up.acr)));
    assert_eq!(
        found,
        [Some((Some(300), &[][..])), Some((None, &["mfa"])), Some((Some(3600), &["urn:example:mfa", "hw"])), None,]
    );
}
