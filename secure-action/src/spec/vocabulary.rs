//! `EventKind`: the OWASP logging vocabulary, as one table.

use std::fmt;

/// The type of an event, in the words of the [OWASP logging vocabulary].
///
/// The vocabulary names what is worth an alert, not every call. An action says with `#[action(event = "...")]` what its calls are;
/// [`OwnEvent`](crate::audit::OwnEvent) is what became of that. Each other end of a call gets the word that comes nearest:
///
/// | the call | kind |
/// |---|---|
/// | refused: credentials that do not hold; or failed with 401 in the function, as a sign-in does | `authn_login_fail` |
/// | refused: no credentials, role, permission or scope missing, an authentication too old or of another level, encryption demanded, any other guard's 4xx | `authz_fail` |
/// | refused: rate limit | `excess_rate_limit_exceeded` |
/// | refused or failed: malformed, too large, wrong media type, invalid, for another host, for a route or method that there is none of, or any other 4xx that the function chose | the action's own word for it, else `input_validation_fail` |
/// | the client did not send its request in time (408) | `request_timeout` |
/// | cancelled before the function was called, or while it read the body itself | `client_disconnect` |
/// | refused or failed with a 5xx, panicked, not ready in time | `sys_crash` |
/// | allowed or cancelled | the action's own word for it, else by method: |
/// | `GET` | `sensitive_read` |
/// | `POST` answered with 201 | `sensitive_create` |
/// | `PUT`, `PATCH`, any other `POST` | `sensitive_update` |
/// | `DELETE` | `sensitive_delete` |
///
/// A cancelled call whose function ran may have done its work before the client went away, so it counts as done;
/// [`Outcome`](crate::audit::Outcome) tells the two apart. A sign-in alone counts as failed then: its client did not get in.
///
/// [OWASP logging vocabulary]: https://cheatsheetseries.owasp.org/cheatsheets/Logging_Vocabulary_Cheat_Sheet.html
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EventKind(&'static Word);

#[derive(Debug, PartialEq, Eq, Hash)]
struct Word {
    text: &'static str,
    level: Level,
}

macro_rules! vocabulary {
    ($($(#[$documentation:meta])* $name:ident = $text:literal, $level:ident;)*) => {
        impl EventKind {
            $($(#[$documentation])* pub const $name: Self = Self(&Word { text: $text, level: Level::$level });)*

            /// Every word.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

vocabulary! {
    /// Somebody signed in.
    AUTHN_LOGIN_SUCCESS = "authn_login_success", Info;
    /// Somebody signed in after failing to. Nothing here says so by itself: the trail does not count.
    AUTHN_LOGIN_SUCCESSAFTERFAIL = "authn_login_successafterfail", Info;
    /// Credentials were presented, and they did not hold.
    AUTHN_LOGIN_FAIL = "authn_login_fail", Warn;
    /// The limit of failed sign-ins was reached.
    AUTHN_LOGIN_FAIL_MAX = "authn_login_fail_max", Warn;
    /// An account was locked.
    AUTHN_LOGIN_LOCK = "authn_login_lock", Warn;
    /// A password was changed.
    AUTHN_PASSWORD_CHANGE = "authn_password_change", Info;
    /// A password was not changed.
    AUTHN_PASSWORD_CHANGE_FAIL = "authn_password_change_fail", Critical;
    /// Somebody was in two places that are too far apart.
    AUTHN_IMPOSSIBLE_TRAVEL = "authn_impossible_travel", Critical;
    /// A token was created.
    AUTHN_TOKEN_CREATED = "authn_token_created", Info;
    /// A token was revoked.
    AUTHN_TOKEN_REVOKED = "authn_token_revoked", Info;
    /// A revoked token was used.
    AUTHN_TOKEN_REUSE = "authn_token_reuse", Critical;
    /// A token was deleted.
    AUTHN_TOKEN_DELETE = "authn_token_delete", Warn;
    /// Someone tried to use what they may not.
    AUTHZ_FAIL = "authz_fail", Critical;
    /// What somebody may do was changed.
    AUTHZ_CHANGE = "authz_change", Warn;
    /// Somebody privileged did something.
    AUTHZ_ADMIN = "authz_admin", Warn;
    /// Something could not be decrypted.
    CRYPT_DECRYPT_FAIL = "crypt_decrypt_fail", Warn;
    /// Something could not be encrypted.
    CRYPT_ENCRYPT_FAIL = "crypt_encrypt_fail", Warn;
    /// A rate limit was exceeded.
    EXCESS_RATE_LIMIT_EXCEEDED = "excess_rate_limit_exceeded", Warn;
    /// A file was uploaded.
    UPLOAD_COMPLETE = "upload_complete", Info;
    /// An uploaded file was stored.
    UPLOAD_STORED = "upload_stored", Info;
    /// An uploaded file was examined. The vocabulary has two levels for it; what was found is the function's to say.
    UPLOAD_VALIDATION = "upload_validation", Info;
    /// An uploaded file was deleted.
    UPLOAD_DELETE = "upload_delete", Info;
    /// The request was not acceptable.
    INPUT_VALIDATION_FAIL = "input_validation_fail", Warn;
    /// A value was none of those that were offered.
    INPUT_VALIDATION_DISCRETE_FAIL = "input_validation_discrete_fail", Warn;
    /// Somebody searched for what does not exist.
    MALICIOUS_EXCESS_404 = "malicious_excess_404", Warn;
    /// Somebody sent what nobody asked for.
    MALICIOUS_EXTRANEOUS = "malicious_extraneous", Critical;
    /// A tool for attacks was recognised.
    MALICIOUS_ATTACK_TOOL = "malicious_attack_tool", Critical;
    /// A page of a foreign origin called.
    MALICIOUS_CORS = "malicious_cors", Critical;
    /// Somebody named an object that is none of theirs.
    MALICIOUS_DIRECT_REFERENCE = "malicious_direct_reference", Critical;
    /// Who may use an object was changed.
    PRIVILEGE_PERMISSIONS_CHANGED = "privilege_permissions_changed", Warn;
    // The vocabulary says `WARN`, and means data marked as sensitive; the trail records every action.
    /// Something was created.
    SENSITIVE_CREATE = "sensitive_create", Info;
    /// Something was read.
    SENSITIVE_READ = "sensitive_read", Info;
    /// Something was changed.
    SENSITIVE_UPDATE = "sensitive_update", Info;
    /// Something was deleted.
    SENSITIVE_DELETE = "sensitive_delete", Info;
    /// A step was taken out of its order.
    SEQUENCE_FAIL = "sequence_fail", Critical;
    /// A session began.
    SESSION_CREATED = "session_created", Info;
    /// A session was prolonged.
    SESSION_RENEWED = "session_renewed", Info;
    /// A session ended: by sign-out, for instance.
    SESSION_EXPIRED = "session_expired", Info;
    /// A session was used after its end.
    SESSION_USE_AFTER_EXPIRE = "session_use_after_expire", Critical;
    /// A system was started.
    SYS_STARTUP = "sys_startup", Warn;
    /// A system was stopped.
    SYS_SHUTDOWN = "sys_shutdown", Warn;
    /// A system was restarted.
    SYS_RESTART = "sys_restart", Warn;
    /// The service failed.
    SYS_CRASH = "sys_crash", Warn;
    /// A monitor was switched off.
    SYS_MONITOR_DISABLED = "sys_monitor_disabled", Warn;
    /// A monitor was switched on.
    SYS_MONITOR_ENABLED = "sys_monitor_enabled", Warn;
    /// An account was created.
    USER_CREATED = "user_created", Warn;
    /// An account was changed.
    USER_UPDATED = "user_updated", Warn;
    /// An account was archived.
    USER_ARCHIVED = "user_archived", Warn;
    /// An account was deleted.
    USER_DELETED = "user_deleted", Warn;
    /// The client did not send its request in time. Not a word of the vocabulary, which has none for it.
    REQUEST_TIMEOUT = "request_timeout", Warn;
    /// The client went away before its call began. Not a word of the vocabulary, which has none for it.
    CLIENT_DISCONNECT = "client_disconnect", Warn;
}

impl EventKind {
    /// The word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0.text
    }

    /// How loud the event is. The vocabulary's own levels, except that what succeeded in reading or changing data is `INFO`: the
    /// vocabulary means data marked as sensitive, the trail records every action.
    #[must_use]
    pub const fn level(self) -> Level {
        self.0.level
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How loud an event is, in the words of the OWASP logging vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Level {
    /// Business as usual.
    Info,
    /// Worth counting.
    Warn,
    /// Worth a look.
    Critical,
}

impl Level {
    /// The word: `"INFO"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "INFO",
            Self::Warn => "WARN",
            Self::Critical => "CRITICAL",
        }
    }
}
