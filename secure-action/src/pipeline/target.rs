//! Stage 9, the target: loaded once, then the conditions of the policy decide.

use http::request::Parts;

use super::exchange::{Exchange, Progress};
use super::guard::Mount;
use super::limits::Limited;
use super::taking::taking;
use crate::action::Action;
use crate::argument::Phase;
use crate::error::Refusal;

/// Proof: nothing stands between the caller and the function any more.
pub(super) struct Ready<T>(T);

impl<T> Ready<T> {
    /// The arguments, for the call.
    pub(super) fn into_arguments(self, exchange: &mut Exchange<'_>) -> T {
        exchange.progress = Progress::Running;
        self.0
    }
}

pub(super) async fn load<A: Action>(
    limited: Limited<A::Arguments>,
    mount: &Mount<A::App>,
    exchange: &mut Exchange<'_>,
    parts: &mut Parts,
) -> Result<Ready<A::Arguments>, Refusal> {
    let mut arguments = limited.into_arguments();
    if A::SPEC.takes_target() {
        let mut key = A::target_key(&arguments);
        let mut taking = taking::<A>(mount, exchange, parts)?;
        taking.target = Some(&mut key);
        A::take(Phase::Target, &mut arguments, &mut taking).await;
        taking.done()?;
    }
    Ok(Ready(arguments))
}
