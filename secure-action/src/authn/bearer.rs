//! Bearer tokens on the wire (RFC 6750, RFC 9470): where a token is looked for, and how its absence or failure is answered.

use std::fmt::Write as _;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};

use crate::spec::StepUp;

/// What the `Authorization` header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bearer<'h> {
    /// No header, or another scheme.
    Absent,
    /// More than one header, or a header that is not the scheme and one token.
    Malformed,
    /// A token, not yet looked at.
    Token(&'h [u8]),
}

/// Looks for a bearer token. Only the header is a transport: a token in a URL ends up in logs (RFC 6750, section 5.3).
pub(crate) fn bearer(headers: &HeaderMap) -> Bearer<'_> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    match (values.next(), values.next()) {
        (None, _) => Bearer::Absent,
        (Some(value), None) => parse(value.as_bytes()),
        (Some(_), Some(_)) => Bearer::Malformed,
    }
}

/// One header value: `Bearer`, one space, and a token of the characters that a JWT is made of.
pub(crate) fn parse(value: &[u8]) -> Bearer<'_> {
    const SCHEME: usize = "Bearer".len();

    let Some((scheme, rest)) = value.split_at_checked(SCHEME) else {
        return Bearer::Absent;
    };
    if !scheme.eq_ignore_ascii_case(b"bearer") || rest.first().is_some_and(|byte| *byte != b' ') {
        return Bearer::Absent;
    }
    match rest.split_first() {
        Some((_, token)) if !token.is_empty() && is_token(token) => Bearer::Token(token),
        _ => Bearer::Malformed,
    }
}

/// Looks at every byte, which the compiler turns into a few wide instructions; stopping early would forbid that.
fn is_token(token: &[u8]) -> bool {
    let is_token_byte = |byte: u8| {
        byte.is_ascii_digit()
            | (byte | 0x20).is_ascii_lowercase()
            | matches!(byte, b'-' | b'_' | b'.' | b'~' | b'+' | b'/' | b'=')
    };
    token.iter().fold(true, |token, byte| token & is_token_byte(*byte))
}

/// The challenge to a request without credentials: without an error code (RFC 6750, section 3.1).
pub(crate) const CHALLENGE: HeaderValue = HeaderValue::from_static("Bearer");
/// The challenge to credentials that do not hold.
pub(crate) const INVALID_TOKEN: HeaderValue = HeaderValue::from_static("Bearer error=\"invalid_token\"");
/// The challenge to credentials that are not presented as the scheme demands.
pub(crate) const INVALID_REQUEST: HeaderValue = HeaderValue::from_static("Bearer error=\"invalid_request\"");

/// The challenge to a token that is narrowed to scopes, none of which opens what it is presented to.
const INSUFFICIENT_SCOPE: HeaderValue = HeaderValue::from_static(
    "Bearer error=\"insufficient_scope\", error_description=\"This needs a token that is not narrowed to scopes\"",
);

/// The challenge to a token that is too narrow for `permission`, or for everything that is not guarded by a permission.
pub(crate) fn insufficient_scope(permission: Option<&str>) -> Option<HeaderValue> {
    let Some(permission) = permission else {
        return Some(INSUFFICIENT_SCOPE);
    };
    HeaderValue::try_from(format!("Bearer error=\"insufficient_scope\", scope=\"{permission}\"")).ok()
}

/// The challenge to a token whose bearer authenticated too long ago, or at another level (RFC 9470, section 3).
///
/// Names everything that is demanded, also what is fulfilled: a client that asked for one would otherwise lose the other.
pub(crate) fn insufficient_user_authentication(demanded: &StepUp, description: &str) -> Option<HeaderValue> {
    let mut challenge = format!("Bearer error=\"insufficient_user_authentication\", error_description=\"{description}\"");
    // Writing to a `String` does not fail.
    if let Some(max_age) = demanded.max_age {
        _ = write!(challenge, ", max_age=\"{}\"", max_age.as_secs());
    }
    if !demanded.acr.is_empty() {
        _ = write!(challenge, ", acr_values=\"{}\"", demanded.acr.join(" "));
    }
    HeaderValue::try_from(challenge).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_scheme_one_space_one_token() {
        for (value, expected) in [
            ("Bearer abc.def", Bearer::Token(b"abc.def")),
            ("bEaReR abc", Bearer::Token(b"abc")),
            ("Basic dXNlcjpwYXNz", Bearer::Absent),
            ("Bearerabc", Bearer::Absent),
            ("Bear", Bearer::Absent),
            ("", Bearer::Absent),
            ("Bearer", Bearer::Malformed),
            ("Bearer ", Bearer::Malformed),
            ("Bearer  abc", Bearer::Malformed),
            ("Bearer abc def", Bearer::Malformed),
            ("Bearer abc,", Bearer::Malformed),
            ("Bearer a\u{e9}", Bearer::Malformed),
        ] {
            assert_eq!(parse(value.as_bytes()), expected, "{value}");
        }
    }

    #[test]
    fn two_headers_are_no_credentials() {
        let mut headers = HeaderMap::new();
        assert_eq!(bearer(&headers), Bearer::Absent);
        headers.append(AUTHORIZATION, HeaderValue::from_static("Bearer a"));
        assert_eq!(bearer(&headers), Bearer::Token(b"a"));
        headers.append(AUTHORIZATION, HeaderValue::from_static("Basic b"));
        assert_eq!(bearer(&headers), Bearer::Malformed);
    }

    #[test]
    fn the_challenge_to_step_up_is_that_of_rfc_9470() {
        use std::time::Duration;

        use crate::policy::PolicyTable;
        use crate::spec::Access;

        const NOTHING: PolicyTable = PolicyTable::new::<()>(&[], &[]);
        let challenge = |max_age: Option<u64>, acr| {
            let Access::Guarded(requirement) =
                Access::guarded(&NOTHING, &[], &[], &[]).step_up(max_age.map(Duration::from_secs), acr)
            else {
                panic!("guarded");
            };
            insufficient_user_authentication(&requirement.step_up.expect("a demand"), "Why").expect("a header")
        };
        let start = "Bearer error=\"insufficient_user_authentication\", error_description=\"Why\"";
        assert_eq!(challenge(Some(5), &[]), format!("{start}, max_age=\"5\""));
        assert_eq!(challenge(None, &["myACR"]), format!("{start}, acr_values=\"myACR\""));
        assert_eq!(challenge(Some(86_400), &["a", "b"]), format!("{start}, max_age=\"86400\", acr_values=\"a b\""));
    }

    proptest! {
        #[test]
        fn every_byte_string_gets_an_answer(bytes: Vec<u8>) {
            let _ = parse(&bytes);
            let _ = parse(&[b"Bearer ", bytes.as_slice()].concat());
        }
    }
}
