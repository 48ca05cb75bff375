//! An event as one JSON object, with its members in a fixed order.
//!
//! Written by hand rather than through serde: serde_json leaves U+2028, C1 controls and direction marks as they are.

use std::io::Write;
use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
use serde_json::Value;

use super::escape::{write_bounded, write_bytes, write_str};
use super::event::{LONGEST_NAME, LONGEST_REASON};
use super::redaction::{shown, shown_id, shown_resource};
use super::{Event, Fact, StreamPart};

/// RFC 3339 in UTC, always with microseconds, so that texts sort as times.
const TIME: DateTimePrinter = DateTimePrinter::new().precision(Some(6));

impl Event {
    /// Appends the event as one JSON object, without a line break: what [`JsonLines`](super::JsonLines) writes.
    ///
    /// The bytes are UTF-8, the order of the members is fixed, and absent members are left out.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        write(out, self);
    }
}

/// What stands before the value of a member that is not the first.
macro_rules! member {
    ($name:literal) => {
        concat!(",\"", $name, "\":").as_bytes()
    };
}

/// Appends `event`, without a line break. Members without a value are left out.
///
/// The names are those of the OWASP logging vocabulary's format where it has one.
fn write(out: &mut Vec<u8>, event: &Event) {
    out.extend_from_slice(b"{\"datetime\":\"");
    write_time(out, event.time);
    out.push(b'"');
    // Visible ASCII without quotes, as everything that is written as plain here.
    out.extend_from_slice(b",\"event\":\"");
    let caller = event.caller.as_deref().map(shown_id);
    let resource = event.resource.as_ref().map(|resource| shown_resource(resource.id()));
    event.write_text(out, caller.as_deref(), resource.as_deref());
    out.push(b'"');
    plain(out, member!("type"), event.kind.as_str());
    plain(out, member!("level"), event.kind.level().as_str());
    plain(out, member!("outcome"), event.outcome.as_str());
    text(out, member!("action"), event.action.name);
    text(out, member!("module"), event.action.module);
    plain(out, member!("request_method"), event.method);
    text(out, member!("route"), event.action.path);
    if let Some(status) = event.status {
        number(out, member!("status"), u64::from(status));
    }
    if let Some(code) = event.code {
        text(out, member!("code"), code.as_str());
    }
    if let Some(reason) = &event.reason {
        out.extend_from_slice(member!("description"));
        write_bounded(out, &shown(reason), LONGEST_REASON);
    }
    plain(out, member!("request_id"), event.request_id.as_str());
    if let Some(id) = &event.client_request_id {
        text(out, member!("client_request_id"), &shown_id(id));
    }
    if let Some(address) = event.client {
        out.extend_from_slice(b",\"source_ip\":\"");
        write_address(out, address);
        out.push(b'"');
    }
    if let Some(agent) = &event.user_agent {
        out.extend_from_slice(member!("useragent"));
        match agent.shown() {
            Some(shown) => write_bounded(out, &shown, LONGEST_NAME),
            None => write_bytes(out, agent.as_bytes(), LONGEST_NAME),
        }
    }
    if let Some(caller) = &caller {
        out.extend_from_slice(member!("caller"));
        write_bounded(out, caller, LONGEST_NAME);
    }
    if let Some(scheme) = event.scheme {
        text(out, member!("scheme"), scheme);
    }
    if let Some(credential) = &event.credential {
        out.extend_from_slice(member!("credential"));
        write_bounded(out, &shown_id(credential), LONGEST_NAME);
    }
    number(out, member!("duration_us"), u64::try_from(event.duration.as_micros()).unwrap_or(u64::MAX));
    if event.unwritten > 0 {
        number(out, member!("unwritten"), event.unwritten);
    }
    if let (Some(resource), Some(id)) = (&event.resource, &resource) {
        out.extend_from_slice(member!("resource"));
        out.extend_from_slice(b"{\"type\":");
        write_str(out, resource.kind());
        text(out, member!("id"), id);
        out.push(b'}');
    }
    if !event.notes.is_empty() {
        out.extend_from_slice(member!("notes"));
        write_members(out, event.notes.iter().map(|fact| (fact.key(), Fact::value(fact))));
    }
    match event.stream {
        None => {}
        Some(StreamPart::Head) => plain(out, member!("stream"), "head"),
        Some(StreamPart::End { reason, bytes }) => {
            plain(out, member!("stream"), reason.as_str());
            number(out, member!("stream_bytes"), bytes);
        }
    }
    if let Some(input) = &event.input {
        number(out, member!("input_bytes"), u64::try_from(input.size()).unwrap_or(u64::MAX));
        out.extend_from_slice(member!("input"));
        input.write(out);
    }
    out.push(b'}');
}

fn text(out: &mut Vec<u8>, member: &[u8], value: &str) {
    out.extend_from_slice(member);
    write_str(out, value);
}

/// As [`text`], for a value that cannot hold anything to escape.
fn plain(out: &mut Vec<u8>, member: &[u8], value: &str) {
    out.extend_from_slice(member);
    out.push(b'"');
    out.extend_from_slice(value.as_bytes());
    out.push(b'"');
}

fn number(out: &mut Vec<u8>, member: &[u8], value: u64) {
    out.extend_from_slice(member);
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

fn write_address(out: &mut Vec<u8>, address: IpAddr) {
    match address {
        IpAddr::V4(address) => {
            for (index, octet) in address.octets().into_iter().enumerate() {
                if index > 0 {
                    out.push(b'.');
                }
                out.extend_from_slice(itoa::Buffer::new().format(octet).as_bytes());
            }
        }
        // Writing to a `Vec` does not fail.
        IpAddr::V6(address) => drop(write!(out, "{address}")),
    }
}

fn write_time(out: &mut Vec<u8>, unix: Duration) {
    let seconds = i64::try_from(unix.as_secs()).unwrap_or(i64::MAX);
    // At most 999 999 999 nanoseconds.
    let time = Timestamp::new(seconds, unix.subsec_nanos() as i32).unwrap_or(Timestamp::MAX);
    // Writing to a `Vec` does not fail.
    let _ = TIME.print_timestamp(&time, out);
}

/// Appends a value that has been redacted, and with it bounded in depth.
pub(super) fn write_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Value::String(text) => write_str(out, text),
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_value(out, item);
            }
            out.push(b']');
        }
        Value::Object(members) => write_members(out, members.iter()),
    }
}

fn write_members<K: AsRef<str>, V: std::borrow::Borrow<Value>>(out: &mut Vec<u8>, members: impl Iterator<Item = (K, V)>) {
    out.push(b'{');
    for (index, (key, value)) in members.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_str(out, key.as_ref());
        out.push(b':');
        write_value(out, value.borrow());
    }
    out.push(b'}');
}

#[cfg(test)]
mod tests;
