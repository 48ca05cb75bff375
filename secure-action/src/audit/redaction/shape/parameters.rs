//! `name=value` in a text: queries and fragments of URLs, cookies, forms.

use std::borrow::Cow;

use super::credential::is_opaque;
use super::glance::Glance;
use super::shown_to;
use crate::audit::marks::REDACTED;
use crate::audit::redaction::is_secret;

/// `text` without the values of secret parameters, if it has any.
///
/// A parameter is secret by its name, or by what is in its value once that is decoded; `depth` is how often that is done.
pub(super) fn hide(text: &str, depth: usize) -> Option<String> {
    let mut hidden: Option<String> = None;
    // What is in the result already, what of the text has been looked at, to where values were looked into, where this one ends.
    let (mut copied, mut seen, mut decoded, mut end) = (0, 0, 0, 0);
    while let Some(equals) = text.get(seen..).and_then(|rest| rest.find('=')).map(|at| seen + at) {
        let before = text.get(seen..equals).unwrap_or_default();
        let name = before.trim_end_matches(is_of_name);
        let name = before.get(name.len()..).unwrap_or_default();
        let start = equals + 1;
        seen = start;
        if name.is_empty() {
            continue;
        }
        // Values end where those within them do: each end is looked for once.
        if start >= end {
            end = start + text.get(start..).and_then(|rest| rest.split(ends_value).next()).unwrap_or_default().len();
        }
        let value = text.get(start..end).unwrap_or_default();
        let is_hidden = !value.is_empty() && {
            names_a_secret(name)
                || before.strip_suffix(name).is_some_and(|before| before.ends_with(SEPARATORS)) && is_of_oauth(name, value)
                || (start >= decoded && {
                    // Whatever stands between here and the end has been looked at with it.
                    decoded = end;
                    holds_a_secret(value, depth)
                })
        };
        if is_hidden {
            let out = hidden.get_or_insert_default();
            out.push_str(text.get(copied..start).unwrap_or_default());
            out.push_str(REDACTED);
            (copied, seen) = (end, end);
        }
    }
    if let Some(out) = &mut hidden {
        out.push_str(text.get(copied..).unwrap_or_default());
    }
    hidden
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-' | '.' | '%' | '[' | ']' | '+' | '$')
}

fn ends_value(character: char) -> bool {
    matches!(character, '&' | '#') || character.is_whitespace()
}

/// What separates the parameters of a query or a fragment from each other and from the rest.
const SEPARATORS: [char; 4] = ['?', '&', '#', ';'];

/// What an authorization server and its client hand each other in a redirect (RFC 6749, sections 4.1.1 and 4.1.2): the code, and the
/// state that binds it to a browser. Many an open order or a province is a state, too.
fn is_of_oauth(name: &str, value: &str) -> bool {
    let mixes_cases =
        || value.as_bytes().windows(2).any(|two| matches!(two, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
    let name = decode(name);
    name.eq_ignore_ascii_case("code")
        || name.eq_ignore_ascii_case("state") && value.len() >= 8 && (is_opaque(value) || mixes_cases())
}

fn names_a_secret(name: &str) -> bool {
    let name = decode(name);
    // Of a URL that was signed to be used without further proof.
    let is_signature = |word: &str| word.eq_ignore_ascii_case("sig") || word.eq_ignore_ascii_case("signature");
    is_secret(&name) || name.rsplit('-').next().is_some_and(is_signature)
}

fn holds_a_secret(value: &str, depth: usize) -> bool {
    let decoded = decode(value);
    match (depth.checked_sub(1), &decoded) {
        (Some(depth), Cow::Owned(value)) => shown_to(value, depth) != *value,
        _ => super::is_secret(&decoded, Glance::at(&decoded)),
    }
}

fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '+']) {
        return Cow::Borrowed(text);
    }
    // The whole as one value: the signs that separate are those of the text around it.
    let separate = |byte: &u8| !matches!(byte, b'&' | b'=');
    let mut decoded = String::with_capacity(text.len());
    for part in text.as_bytes().chunk_by(|a, b| separate(a) == separate(b)) {
        if part.first().is_some_and(separate) {
            form_urlencoded::parse(part).for_each(|(text, _)| decoded.push_str(&text));
        } else {
            decoded.push_str(str::from_utf8(part).unwrap_or_default());
        }
    }
    Cow::Owned(decoded)
}
