//! Secrets that are known by what they look like, under any key.
//!
//! A text with one in it is hidden whole. Only of what is written `name=value`, as in the query or the fragment of a URL, the
//! value goes and the rest stays. Every search is linear in the text.

mod card;
mod credential;
mod glance;
mod parameters;

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

use self::glance::Glance;
use crate::audit::marks::REDACTED;

/// How many times a URL may be encoded within the parameter of another one and still be looked into.
const DEEPEST: usize = 3;

/// `text` without the secrets in it.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    shown_to(text, DEEPEST)
}

/// The id of a caller or a credential, or a hash of one that is a secret: it tells one from another, so that nobody hides behind a
/// name that looks like one. Until the process ends, because its key is kept nowhere.
///
/// A number is an id like any other, although one in ten is that of a card by its check digit.
pub(in crate::audit) fn shown_id(id: &str) -> Cow<'_, str> {
    if !is_hexadecimal(id) && is_secret_id(id, Glance::at(id)) { hash(id) } else { id.into() }
}

/// The same for the id of a resource, which may be the number of a card.
pub(in crate::audit) fn shown_resource(id: &str) -> Cow<'_, str> {
    let glance = Glance::at(id);
    if card::is_id(id, glance) || is_secret_id(id, glance) { hash(id) } else { id.into() }
}

/// What most ids are written with, and no token, key or parameter.
fn is_hexadecimal(id: &str) -> bool {
    id.bytes().fold(true, |all, byte| all & matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'))
}

fn is_secret_id(id: &str, glance: Glance) -> bool {
    credential::is_in(id, glance) || glance.has_pairs() && parameters::hide(id, DEEPEST).is_some()
}

fn hash(id: &str) -> Cow<'_, str> {
    static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    format!("hash:{:016x}", KEY.hash_one(id)).into()
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
