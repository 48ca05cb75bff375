//! `RedirectTarget`: where a client wants to go on, within this service.

use super::refined::refined_text;
use crate::request::is_own_path;

/// A path of this service that a client may be sent to, such as the `next` of a sign-in: it begins with one slash, and neither `\` nor
/// a control character is in it. At most 2048 characters.
///
/// Anything else is a 422 before the function runs, an address of another host among it (CWE-601).
///
/// ```
/// use secure_action::{Redirect, RedirectTarget};
///
/// let next = RedirectTarget::try_from("/orders/7?tab=items")?;
/// let answer: Redirect = Redirect::to(next);
/// # let _ = answer;
/// assert!(RedirectTarget::try_from("//evil.example").is_err());
/// # Ok::<(), secure_action::input::NotAcceptable>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RedirectTarget(String);

fn parse(text: &str) -> Option<String> {
    const LONGEST: usize = 2048;

    (is_own_path(text) && text.chars().count() <= LONGEST).then(|| text.to_owned())
}

refined_text!(RedirectTarget, parse, "path of this service", {
    "type": "string",
    "maxLength": 2048,
    "pattern": "^/([^/\\\\\\u0000-\\u001f\\u007f-\\u009f][^\\\\\\u0000-\\u001f\\u007f-\\u009f]*)?$"
});

impl From<RedirectTarget> for String {
    fn from(target: RedirectTarget) -> Self {
        target.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_paths_only() {
        for good in ["/", "/a", "/a?next=//b", "/a//b", "/a#b", "/é"] {
            assert!(RedirectTarget::try_from(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "//a", "/\\a", "\\/a", "/a\\b", "/\t/a", "/a\r\nb", "/\u{85}", " /a", "https://a", "javascript:x"]
        {
            assert!(RedirectTarget::try_from(bad).is_err(), "{bad:?}");
        }
        assert!(RedirectTarget::try_from(format!("/{}", "x".repeat(2047)).as_str()).is_ok());
        assert!(RedirectTarget::try_from(format!("/{}", "x".repeat(2048)).as_str()).is_err());
    }
}
