//! `Redirect`: sends the client to another path of this service, or to an origin that the configuration lists.

use http::StatusCode;
use url::Url;

use super::draft::misled;
use super::{Answer, Draft};
use crate::error::ActionError;
use crate::openapi::OperationBuilder;
use crate::sealed::Sealed;

/// Sends the client elsewhere: 303, so that it asks there with a `GET`, unless another status is written: `Redirect<308>`.
///
/// ```
/// use secure_action::{Redirect, Result};
///
/// fn done() -> Result<Redirect> {
///     Ok(Redirect::to("/orders/7"))
/// }
/// # assert!(done().is_ok());
/// ```
///
/// An open redirect (CWE-601) takes more than forgetting a check: [`to`](Self::to) leads to paths of this service only, and
/// [`away`](Self::away) to origins of [`SecurityBuilder::redirects_to`](crate::SecurityBuilder::redirects_to). Anything else is a 400
/// with `MALFORMED_INPUT`, whose reason the audit trail has: the text may have been the client's.
///
/// That is decided when the function has run. Where a client says where to go on, take a [`RedirectTarget`](crate::RedirectTarget),
/// which is refused before.
#[derive(Clone, Debug)]
pub struct Redirect<const STATUS: u16 = 303>(Target);

#[derive(Clone, Debug)]
enum Target {
    Own(String),
    Other(String),
}

impl<const STATUS: u16> Redirect<STATUS> {
    const CHECKED: () =
        assert!(matches!(STATUS, 301 | 302 | 303 | 307 | 308), "a redirect has the status 301, 302, 303, 307 or 308");

    /// To a path of this service, told from where the actions are mounted: it must begin with one slash, and neither `\` nor a control
    /// character may be in it.
    #[must_use]
    pub fn to(path: impl Into<String>) -> Self {
        const { Self::CHECKED };
        Self(Target::Own(path.into()))
    }

    /// To an address at another origin, which the configuration must list.
    #[must_use]
    pub fn away(url: impl Into<String>) -> Self {
        const { Self::CHECKED };
        Self(Target::Other(url.into()))
    }

    fn status() -> StatusCode {
        StatusCode::from_u16(STATUS).unwrap_or(StatusCode::SEE_OTHER)
    }
}

impl<const STATUS: u16> Sealed for Redirect<STATUS> {}

impl<const STATUS: u16> Answer for Redirect<STATUS> {
    fn into_draft(self) -> Result<Draft, ActionError> {
        let draft = Draft::empty(Self::status());
        match self.0 {
            Target::Own(path) => draft.leading_to(path),
            Target::Other(text) => {
                let url = Url::parse(&text).map_err(|_| misled("a redirect to what is no address"))?;
                // `blob:https://id.example.com/..` has that origin, too.
                if !matches!(url.scheme(), "https" | "http") {
                    return Err(misled("a redirect to what is no web address"));
                }
                // `https://id.example.com@evil.example/` reads as somewhere else.
                if !url.username().is_empty() || url.password().is_some() {
                    return Err(misled("a redirect to an address with credentials"));
                }
                // As it was parsed: no two readers of it shall see different hosts.
                draft.leading_away(&url)
            }
        }
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.empty_answer(Self::status());
        operation.answer_header("Location", "Where to go.");
    }
}
