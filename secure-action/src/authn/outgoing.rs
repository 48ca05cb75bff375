//! `Outgoing`: headers that an authenticator leaves for the answer.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use http::header::{CONNECTION, CONTENT_LENGTH, SET_COOKIE, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue};

/// Headers that an authenticator leaves for the answer, whatever it will be: a cookie renewed on success, or cleared with the 401.
#[derive(Default)]
pub struct Outgoing(Mutex<Vec<(HeaderName, HeaderValue)>>);

impl Outgoing {
    /// Headers that nothing is left of yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// Leaves one. `Set-Cookie` may be left several times; a header that the answer has anyway, such as those of security or
    /// `Content-Type`, stays as the answer has it, and what frames a message is not left at all.
    pub fn append(&self, name: HeaderName, value: HeaderValue) {
        if ![CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION].contains(&name) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push((name, value));
        }
    }

    /// Adds them to an answer.
    pub(crate) fn write_to(&mut self, headers: &mut HeaderMap) {
        for (name, value) in self.0.get_mut().unwrap_or_else(PoisonError::into_inner).iter() {
            if name == SET_COOKIE || !headers.contains_key(name) {
                headers.append(name.clone(), value.clone());
            }
        }
    }
}

/// Without the headers: a cookie is a secret.
impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outgoing")
    }
}

#[cfg(test)]
mod tests {
    use http::header::CONTENT_TYPE;

    use super::*;

    #[test]
    fn what_the_answer_has_stays_and_cookies_are_added() {
        let mut outgoing = Outgoing::new();
        let value = HeaderValue::from_static;
        for (name, text) in [(SET_COOKIE, "a=1"), (SET_COOKIE, "b=2"), (CONTENT_TYPE, "text/html"), (CONTENT_LENGTH, "9")] {
            outgoing.append(name, value(text));
        }
        outgoing.append(HeaderName::from_static("authentication-info"), value("next"));
        let mut headers = HeaderMap::from_iter([(CONTENT_TYPE, value("text/plain")), (SET_COOKIE, value("c=3"))]);
        outgoing.write_to(&mut headers);
        assert_eq!(headers.get_all(SET_COOKIE).iter().collect::<Vec<_>>(), ["c=3", "a=1", "b=2"]);
        assert_eq!(headers.get_all(CONTENT_TYPE).iter().collect::<Vec<_>>(), ["text/plain"]);
        assert_eq!((headers.get(CONTENT_LENGTH), &headers["authentication-info"]), (None, &value("next")));
        assert_eq!(format!("{outgoing:?}"), "Outgoing");
    }
}
