//! `OwnEvent`: what an action calls the event of its calls, and the constant function that refuses other words.

use super::vocabulary::EventKind;
use crate::policy::{Message, Nearest, fail, same};

/// What an action calls the event of its calls: `#[action(event = "authn_login")]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OwnEvent {
    /// The word in the attribute: a kind, or what the kinds of its outcomes have in common.
    pub word: &'static str,
    /// The function succeeded.
    pub done: EventKind,
    /// The function refused with a 4xx, or the input was not acceptable; `None`: as for any other action.
    pub failed: Option<EventKind>,
    /// The client went away while the function ran.
    pub cancelled: EventKind,
}

/// Those that the vocabulary knows by outcome.
const BY_OUTCOME: &[OwnEvent] = &[
    OwnEvent {
        word: "authn_login",
        done: EventKind::AUTHN_LOGIN_SUCCESS,
        failed: Some(EventKind::AUTHN_LOGIN_FAIL),
        // Whoever hangs up in the middle of a guess has not got in.
        cancelled: EventKind::AUTHN_LOGIN_FAIL,
    },
    OwnEvent {
        word: "authn_password_change",
        done: EventKind::AUTHN_PASSWORD_CHANGE,
        failed: Some(EventKind::AUTHN_PASSWORD_CHANGE_FAIL),
        cancelled: EventKind::AUTHN_PASSWORD_CHANGE,
    },
];

/// What an action does, or is told about.
const DEEDS: &[EventKind] = &[
    EventKind::AUTHN_LOGIN_LOCK,
    EventKind::AUTHN_IMPOSSIBLE_TRAVEL,
    EventKind::AUTHN_TOKEN_CREATED,
    EventKind::AUTHN_TOKEN_REVOKED,
    EventKind::AUTHN_TOKEN_REUSE,
    EventKind::AUTHN_TOKEN_DELETE,
    EventKind::AUTHZ_CHANGE,
    EventKind::AUTHZ_ADMIN,
    EventKind::UPLOAD_COMPLETE,
    EventKind::UPLOAD_STORED,
    EventKind::UPLOAD_VALIDATION,
    EventKind::UPLOAD_DELETE,
    EventKind::MALICIOUS_EXCESS_404,
    EventKind::MALICIOUS_EXTRANEOUS,
    EventKind::MALICIOUS_ATTACK_TOOL,
    EventKind::MALICIOUS_CORS,
    EventKind::MALICIOUS_DIRECT_REFERENCE,
    EventKind::PRIVILEGE_PERMISSIONS_CHANGED,
    EventKind::SENSITIVE_CREATE,
    EventKind::SENSITIVE_READ,
    EventKind::SENSITIVE_UPDATE,
    EventKind::SENSITIVE_DELETE,
    EventKind::SESSION_CREATED,
    EventKind::SESSION_RENEWED,
    EventKind::SESSION_EXPIRED,
    EventKind::SESSION_USE_AFTER_EXPIRE,
    EventKind::SYS_STARTUP,
    EventKind::SYS_SHUTDOWN,
    EventKind::SYS_RESTART,
    EventKind::SYS_MONITOR_DISABLED,
    EventKind::SYS_MONITOR_ENABLED,
    EventKind::USER_CREATED,
    EventKind::USER_UPDATED,
    EventKind::USER_ARCHIVED,
    EventKind::USER_DELETED,
];

/// How calls end, whatever they do; and what to write instead.
const ENDS: &[(EventKind, Option<&str>)] = &[
    (EventKind::AUTHN_LOGIN_SUCCESS, Some("authn_login")),
    (EventKind::AUTHN_LOGIN_SUCCESSAFTERFAIL, Some("authn_login")),
    (EventKind::AUTHN_LOGIN_FAIL, Some("authn_login")),
    (EventKind::AUTHN_LOGIN_FAIL_MAX, Some("authn_login")),
    (EventKind::AUTHN_PASSWORD_CHANGE_FAIL, Some("authn_password_change")),
    (EventKind::AUTHZ_FAIL, None),
    (EventKind::CRYPT_DECRYPT_FAIL, None),
    (EventKind::CRYPT_ENCRYPT_FAIL, None),
    (EventKind::EXCESS_RATE_LIMIT_EXCEEDED, None),
    (EventKind::INPUT_VALIDATION_FAIL, None),
    (EventKind::INPUT_VALIDATION_DISCRETE_FAIL, None),
    (EventKind::SEQUENCE_FAIL, None),
    (EventKind::SYS_CRASH, None),
    (EventKind::REQUEST_TIMEOUT, None),
    (EventKind::CLIENT_DISCONNECT, None),
];

impl OwnEvent {
    pub(crate) const fn named(word: &str) -> Option<Self> {
        let mut rest = BY_OUTCOME;
        while let [own, tail @ ..] = rest {
            if same(own.word, word) {
                return Some(*own);
            }
            rest = tail;
        }
        let mut rest = DEEDS;
        while let [kind, tail @ ..] = rest {
            if same(kind.as_str(), word) {
                return Some(Self { word: kind.as_str(), done: *kind, failed: None, cancelled: *kind });
            }
            rest = tail;
        }
        None
    }
}

/// Refuses a word that no action calls its event by.
#[doc(hidden)]
#[track_caller]
pub const fn require_event(word: &str) {
    if OwnEvent::named(word).is_some() {
        return;
    }
    let mut rest = ENDS;
    while let [(kind, instead), tail @ ..] = rest {
        if same(kind.as_str(), word) {
            let message = Message::new().text("\"").text(word).text("\" is how a call ends, which is recorded as it happens; ");
            fail(&match instead {
                Some(instead) => message.text("write \"").text(instead).text("\""),
                None => message.text("remove `event`, or say what the action does"),
            });
        }
        rest = tail;
    }
    let mut best = Nearest::none();
    let mut rest = BY_OUTCOME;
    while let [own, tail @ ..] = rest {
        best = best.consider(own.word, word);
        rest = tail;
    }
    let mut rest = DEEDS;
    while let [kind, tail @ ..] = rest {
        best = best.consider(kind.as_str(), word);
        rest = tail;
    }
    let message = best.suggest(Message::new().text("unknown event \"").text(word).text("\""));
    fail(&message.text("the documentation of `#[action]` lists the words, which are those of the OWASP logging vocabulary"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_vocabulary_is_what_an_action_does_or_how_a_call_ends() {
        for kind in EventKind::ALL {
            let (own, ends) = (OwnEvent::named(kind.as_str()), ENDS.iter().filter(|(end, _)| end == kind).count());
            assert_eq!(usize::from(own.is_some()) + ends, 1, "{kind}");
            assert!(own.is_none_or(|own| own.done == *kind), "{kind}");
        }
        assert!(ENDS.iter().filter_map(|(_, instead)| *instead).all(|instead| OwnEvent::named(instead).is_some()));
    }

    #[test]
    fn every_word_is_documented() {
        let documentation = include_str!("../macros.rs");
        let words = BY_OUTCOME.iter().map(|own| own.word).chain(DEEDS.iter().map(|kind| kind.as_str()));
        let missing: Vec<_> = words.filter(|word| !documentation.contains(&format!("`{word}`"))).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
