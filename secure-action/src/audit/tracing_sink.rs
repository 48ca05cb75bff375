//! `TracingSink`: events for the log that the application already has.

use std::io;

use super::escape::plain;
use super::json::write_value;
use super::redaction::{shown, shown_id, shown_resource};
use super::{Event, Level, Sink};

/// Emits one [`tracing`] event for each audit event: target `secure_action::audit`, level `INFO` for what succeeded and `WARN`
/// for everything else, with the fields of [`JsonLines`](super::JsonLines).
///
/// Text from clients is escaped before a subscriber sees it. What becomes of the event is the subscriber's business: it never
/// reports an error, so a trail that must not lose anything needs another sink as well.
#[derive(Clone, Copy, Debug, Default)]
pub struct TracingSink(());

impl TracingSink {
    /// Events for the log.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Sink for TracingSink {
    fn write(&mut self, events: &[Event]) -> io::Result<()> {
        for event in events {
            emit(event);
        }
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Levels are part of a `tracing` call site, so each level needs its own.
macro_rules! emit_at {
    ($level:expr, $event:expr) => {{
        if tracing::enabled!(target: "secure_action::audit", $level) {
            let fields = Fields::of($event);
            tracing::event!(
                target: "secure_action::audit",
                $level,
                event = fields.event,
                r#type = $event.kind.as_str(),
                outcome = $event.outcome.as_str(),
                action = $event.action.name,
                module = $event.action.module,
                request_method = $event.method,
                route = $event.action.path,
                status = $event.status,
                code = $event.code.map(crate::error::Code::as_str),
                description = fields.description,
                request_id = $event.request_id.as_str(),
                client_request_id = $event.client_request_id.as_deref().map(shown_id).as_deref(),
                source_ip = fields.source_ip,
                useragent = fields.useragent,
                caller = fields.caller,
                scheme = $event.scheme,
                credential = fields.credential,
                duration_us = u64::try_from($event.duration.as_micros()).unwrap_or(u64::MAX),
                unwritten = ($event.unwritten > 0).then_some($event.unwritten),
                resource = fields.resource,
                notes = fields.notes,
                input = fields.input,
                "audit"
            );
        }
    }};
}

fn emit(event: &Event) {
    match event.kind.level() {
        Level::Info => emit_at!(tracing::Level::INFO, event),
        Level::Warn | Level::Critical => emit_at!(tracing::Level::WARN, event),
    }
}

/// The fields that are not constants, as harmless text.
struct Fields {
    event: String,
    description: Option<String>,
    source_ip: Option<String>,
    useragent: Option<String>,
    caller: Option<String>,
    credential: Option<String>,
    resource: Option<String>,
    notes: Option<String>,
    input: Option<String>,
}

impl Fields {
    fn of(event: &Event) -> Self {
        let harmless = |text: &str| plain(text).into_owned();
        let notes = event.notes.iter().map(|fact| (fact.key().to_owned(), fact.value())).collect();
        Self {
            event: event.text(),
            description: event.reason.as_deref().map(|reason| harmless(&shown(reason))),
            source_ip: event.client.map(|address| address.to_string()),
            useragent: event.user_agent.as_ref().map(|agent| {
                harmless(&agent.shown().unwrap_or_else(|| String::from_utf8_lossy(agent.as_bytes()).into_owned()))
            }),
            caller: event.caller.as_deref().map(|caller| harmless(&shown_id(caller))),
            credential: event.credential.as_deref().map(|credential| harmless(&shown_id(credential))),
            resource: event
                .resource
                .as_ref()
                .map(|resource| harmless(&format!("{}/{}", resource.kind(), shown_resource(resource.id())))),
            notes: (!event.notes.is_empty()).then(|| json(|out| write_value(out, &serde_json::Value::Object(notes)))),
            input: event.input.as_ref().map(|input| json(|out| input.write(out))),
        }
    }
}

fn json(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    // The writer emits nothing but UTF-8.
    String::from_utf8(out).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::audit::capture::said;
    use crate::audit::{AuditNote, Outcome, measure};
    use crate::error::Code;

    #[test]
    fn an_event_becomes_one_tracing_event_with_its_fields() {
        let mut allowed = measure::event(1);
        allowed.conclude(Some(201), None, true);
        let note = AuditNote::new();
        note.fact("pin", 1234);
        note.write_to(&mut allowed);
        measure::set_input(&mut allowed, None, r#"{"name":"Ada","password":"s3cret"}"#.as_bytes());

        let mut refused = measure::event(2);
        refused.outcome = Outcome::Refused;
        refused.conclude(Some(403), Some(Code::FORBIDDEN), true);
        refused.caller = Some(Arc::from("eve\nINFO all is well"));
        refused.credential = Some(Arc::from("AKIAIOSFODNN7EXAMPLE"));
        refused.set_user_agent(b"curl \xff");
        refused.reason = Some("no role\u{1b}[2K".into());

        let said = said(|| TracingSink::new().write(&[allowed, refused]).unwrap());
        let [(level, first), (worse, second)] = said.as_slice() else { panic!("two events: {said:?}") };
        assert_eq!((*level, *worse), (tracing::Level::INFO, tracing::Level::WARN));
        assert_eq!(first["event"], "sensitive_create:-,measured");
        assert_eq!(first["status"], "201");
        assert_eq!(first["notes"], r#"{"pin":"[REDACTED]"}"#);
        assert_eq!(first["input"], r#"{"name":"Ada","password":"[REDACTED]"}"#);
        assert_eq!(second["type"], "authz_fail");
        assert!(second["credential"].starts_with("hash:"));
        assert_eq!(second["caller"], "eve\\nINFO all is well");
        assert_eq!(second["description"], "no role\\u001b[2K");
        assert_eq!(second["useragent"], "curl \u{fffd}");
        assert!(!second.contains_key("input"), "absent values are absent fields: {second:?}");
    }
}
