//! `AuditNote`: facts that a function adds to its own event.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::{Event, Fact, Resource};

/// Adds facts to the event of the running call. An action takes it as an argument.
///
/// Values are redacted like inputs. At most 16 facts are kept, each of at most 2048 bytes of JSON. What is added after the
/// call has ended, by a task that outlives it, comes too late and is reported in the log.
///
/// ```
/// use secure_action::AuditNote;
///
/// fn close_account(note: &AuditNote, balance: i64) {
///     note.resource("account", 17);
///     note.fact("balance", balance);
/// }
///
/// let note = AuditNote::new(); // as in a test of the function
/// close_account(&note, 250);
/// assert_eq!(note.facts()[0].value(), 250);
/// ```
#[derive(Clone, Default)]
pub struct AuditNote(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    noted: Noted,
    closed: bool,
}

#[derive(Default)]
struct Noted {
    resource: Option<Resource>,
    facts: Vec<Fact>,
}

impl AuditNote {
    /// The most facts that one event keeps.
    pub const MOST_FACTS: usize = 16;
    /// The longest key, kind or id, in bytes; the rest is cut off.
    pub const LONGEST_NAME: usize = 128;

    /// An empty note.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fact; the same key again replaces the value.
    ///
    /// Takes a reference or a value of anything that can be serialized; a `Secret` cannot.
    pub fn fact(&self, key: impl Into<Cow<'static, str>>, value: impl Serialize) {
        let key = bounded(key.into());
        // Serialized before the lock is taken: foreign code must not run under it.
        let fact = Fact::new(key, &value);
        let mut state = self.state();
        if state.closed {
            return late(fact.key());
        }
        let facts = &mut state.noted.facts;
        if let Some(known) = facts.iter_mut().find(|known| known.key() == fact.key()) {
            *known = fact;
        } else if facts.len() < Self::MOST_FACTS {
            facts.push(fact);
        } else {
            tracing::warn!(target: super::trail::TARGET, key = fact.key(), "one fact too many for an audit event");
        }
    }

    /// Says what the call is about: `note.resource("user", id)`. The last word counts.
    pub fn resource(&self, kind: impl Into<Cow<'static, str>>, id: impl fmt::Display) {
        let resource = Resource::new(bounded(kind.into()), bounded(Cow::Owned(id.to_string())));
        let mut state = self.state();
        if state.closed {
            return late("resource");
        }
        state.noted.resource = Some(resource);
    }

    /// What has been added, for the tests of a function.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact> {
        self.state().noted.facts.clone()
    }

    /// Moves what has been noted into the event. What comes later is reported in the log.
    pub(crate) fn write_to(&self, event: &mut Event) {
        let mut state = self.state();
        state.closed = true;
        let noted = std::mem::take(&mut state.noted);
        // The function's own word comes before what the pipeline loaded.
        event.resource = noted.resource.or_else(|| event.resource.take());
        event.notes = noted.facts;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No foreign code runs under the lock, so a poisoned one still holds whole facts.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn late(what: &str) {
    tracing::warn!(target: super::trail::TARGET, what, "noted after the audit event was recorded");
}

fn bounded(text: Cow<'static, str>) -> Cow<'static, str> {
    if text.len() <= AuditNote::LONGEST_NAME {
        return text;
    }
    let end = text.floor_char_boundary(AuditNote::LONGEST_NAME);
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(..end).unwrap_or_default()),
        Cow::Owned(mut text) => {
            text.truncate(end);
            Cow::Owned(text)
        }
    }
}

impl fmt::Debug for AuditNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditNote").field("facts", &self.state().noted.facts).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::audit::measure;

    #[test]
    fn the_event_gets_what_was_noted() {
        let note = AuditNote::new();
        note.resource("user", 42);
        note.fact("from", "member");
        note.fact("to", "owner");
        note.fact("to", "admin");

        let mut event = measure::event(1);
        note.write_to(&mut event);
        assert_eq!(event.resource, Some(Resource::new("user", "42")));
        let facts: Vec<_> = event.notes.iter().map(|fact| (fact.key(), fact.value())).collect();
        assert_eq!(facts, [("from", json!("member")), ("to", json!("admin"))]);
    }

    #[test]
    fn facts_are_redacted() {
        let note = AuditNote::new();
        note.fact("api_key", "s3cret");
        note.fact("login", json!({"user": "ada", "password": "s3cret"}));
        let facts = note.facts();
        assert_eq!(facts[0].value(), json!("[REDACTED]"));
        assert_eq!(facts[1].value(), json!({"user": "ada", "password": "[REDACTED]"}));
        assert!(!format!("{note:?}{facts:?}").contains("s3cret"));
    }

    #[test]
    fn facts_are_bounded_in_number_and_size() {
        let note = AuditNote::new();
        note.fact("large", "x".repeat(5000));
        for number in 0..100 {
            note.fact(format!("{number}{}", "é".repeat(200)), number);
        }
        let facts = note.facts();
        assert_eq!(facts.len(), AuditNote::MOST_FACTS);
        assert_eq!(facts[0].value(), json!("[TRUNCATED]"));
        assert!(facts.iter().all(|fact| fact.key().len() <= AuditNote::LONGEST_NAME));
    }

    #[test]
    fn a_value_that_cannot_be_serialized_is_marked() {
        let note = AuditNote::new();
        note.fact("map", std::collections::HashMap::from([((1, 2), 3)]));
        assert_eq!(note.facts()[0].value(), json!("[UNREADABLE]"));
    }

    #[test]
    fn what_is_noted_after_the_end_changes_nothing() {
        let note = AuditNote::new();
        let mut event = measure::event(1);
        note.write_to(&mut event);
        note.fact("late", 1);
        note.resource("user", 1);
        assert!(note.facts().is_empty());
        assert!(event.notes.is_empty());
    }
}
