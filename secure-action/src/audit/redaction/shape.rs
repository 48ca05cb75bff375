//! Secrets that are known by what they look like, under any key.
//!
//! A text with one in it is hidden whole. Only of what is written `name=value`, as in the query or the fragment of a URL, the
//! value goes and the rest stays. Every search is linear in the text.

mod card;
mod credential;
mod parameters;

use std::borrow::Cow;

use crate::audit::marks::REDACTED;

/// How many times a URL may be encoded within the parameter of another one and still be looked into.
const DEEPEST: usize = 3;

/// `text` without the secrets in it.
pub(in crate::audit) fn shown(text: &str) -> Cow<'_, str> {
    shown_to(text, DEEPEST)
}

fn shown_to(text: &str, depth: usize) -> Cow<'_, str> {
    match parameters::hide(text, depth) {
        Some(text) if is_secret(&text) => Cow::Borrowed(REDACTED),
        Some(text) => Cow::Owned(text),
        None if is_secret(text) => Cow::Borrowed(REDACTED),
        None => Cow::Borrowed(text),
    }
}

fn is_secret(text: &str) -> bool {
    credential::is_in(text) || card::is_in(text)
}

/// Whether a number is that of a card.
pub(super) fn is_card(number: &str) -> bool {
    card::is_in(number)
}

#[cfg(test)]
mod tests;
