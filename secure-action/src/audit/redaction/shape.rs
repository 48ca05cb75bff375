//! Secrets that are known by what they look like, under any key.
//!
//! A text with one in it is hidden whole. Only of what is written `name=value`, as in the query or the fragment of a URL, the
//! value goes and the rest stays. Every search is linear in the text.

mod card;
mod credential;
mod glance;
mod parameters;

use std::borrow::Cow;

use self::glance::Glance;
use crate::audit::marks::REDACTED;

/// How many times a URL may be encoded within the parameter of another one and still be looked into.
const DEEPEST: usize = 3;

/// `text` without the secrets in it.
pub(in crate::audit) fn shown(text: &str) -> Cow<'_, str> {
    shown_to(text, DEEPEST)
}

fn shown_to(text: &str, depth: usize) -> Cow<'_, str> {
    let glance = Glance::at(text);
    let hidden = if glance.has_pairs() { parameters::hide(text, depth) } else { None };
    match hidden {
        Some(text) if is_secret(&text, Glance::at(&text)) => Cow::Borrowed(REDACTED),
        Some(text) => Cow::Owned(text),
        None if is_secret(text, glance) => Cow::Borrowed(REDACTED),
        None => Cow::Borrowed(text),
    }
}

fn is_secret(text: &str, glance: Glance) -> bool {
    credential::is_in(text, glance) || card::is_in(text, glance)
}

/// Whether a number is that of a card.
pub(super) fn is_card(number: &str) -> bool {
    card::is_in(number, Glance::at(number))
}

#[cfg(test)]
mod tests;
