//! The keys with one plain value: `body_limit`, `timeout`, `audit`, `event`, `tag`, `app`, `crate`, `target`.

use proc_macro2::{Ident, TokenStream};
use syn::{LitBool, LitStr, Path};

use crate::action::notation::{duration, size};
use crate::diagnostics::{Errors, Fault, nearest};
use crate::entry::{Entry, Value, field_name};
use crate::said::Word;

/// Nobody waits longer than an hour for an answer; work that takes more is not done inside a request.
const LONGEST_TIMEOUT: u64 = 60 * 60;

/// `body_limit = "64KB"`, in bytes.
#[derive(Debug)]
pub(super) struct BodyLimit(pub(super) u64);

impl Word for BodyLimit {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let literal = entry.string("a size", "body_limit = \"64KB\"", errors)?;
        errors.keep(&literal, size::parse(&literal.value())).map(Self)
    }
}

/// `timeout = "10s"`, in seconds.
#[derive(Debug)]
pub(super) struct Timeout(pub(super) u64);

impl Word for Timeout {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let literal = entry.string("a duration", "timeout = \"10s\"", errors)?;
        let seconds = errors.keep(&literal, duration::parse(&literal.value()))?;
        if seconds > LONGEST_TIMEOUT {
            let fault = Fault::new(format!("`{}` is too long for one request", literal.value()));
            errors.add(literal, fault.help("one hour, `1h`, is the longest"));
            return None;
        }
        Some(Self(seconds))
    }
}

/// `event = "authn_login"`; which words there are, the compiler is told by the runtime crate.
#[derive(Debug)]
pub(super) struct Event(pub(super) LitStr);

impl Word for Event {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        entry.string("the kind of its audit event", "event = \"authn_login\"", errors).map(Self)
    }
}

/// `tag = "users"`.
#[derive(Debug)]
pub(super) struct Tag(pub(super) LitStr);

impl Word for Tag {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let literal = entry.string("a heading of the documentation", "tag = \"users\"", errors)?;
        if literal.value().trim().is_empty() {
            errors.add(literal, Fault::new("`tag` is empty").help("leave the key out to use the name of the module"));
            return None;
        }
        Some(Self(literal))
    }
}

/// `app = path::to::App`.
#[derive(Debug)]
pub(super) struct App(pub(super) Path);

impl Word for App {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let path = match &entry.value {
            Value::Assigned(value) => syn::parse2::<Path>(value.clone()).ok(),
            Value::Nothing | Value::List(_) => None,
        };
        if path.is_none() {
            let fault = Fault::new("`app` takes the path of the application's type, without quotes");
            errors.add(entry.place(), fault.help("write `app = crate::App`"));
        }
        path.map(Self)
    }
}

/// `crate = path::to::secure_action`.
#[derive(Debug)]
pub(super) struct Door(pub(super) Path);

impl Word for Door {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let path = match &entry.value {
            Value::Assigned(value) => syn::parse2::<Path>(value.clone()).ok(),
            Value::Nothing | Value::List(_) => None,
        };
        if path.is_none() {
            let fault = Fault::new("`crate` takes the path by which secure-action is reached, without quotes");
            errors.add(entry.place(), fault.help("write `crate = facade::secure_action`"));
        }
        path.map(Self)
    }
}

/// `audit = "durable"` or `audit = false`, and where it is written.
#[derive(Debug)]
pub(crate) enum Audit {
    Durable,
    Off(TokenStream),
}

impl Word for Audit {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let expected = || Fault::new("`audit` takes \"durable\" or `false`");
        let help = "write `audit = \"durable\"` to wait until the event is stored, or `audit = false` for no event";
        let Value::Assigned(value) = &entry.value else {
            errors.add(entry.place(), expected().help(help));
            return None;
        };
        let fault = match (syn::parse2::<LitStr>(value.clone()), syn::parse2::<LitBool>(value.clone())) {
            (Ok(word), _) if word.value() == "durable" => return Some(Self::Durable),
            (_, Ok(switch)) if !switch.value => return Some(Self::Off(value.clone())),
            (_, Ok(_)) => expected().help("leave the key out: events are recorded unless it says otherwise"),
            (Ok(word), _) if nearest(&word.value(), ["durable"]).is_some() => expected().help("did you mean \"durable\"?"),
            _ => expected().help(help),
        };
        errors.add(value, fault);
        None
    }
}

/// `target = "id"` or `target = "input.post_id"`: where the key of the target is.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) literal: LitStr,
    /// The fields behind `input.`; none for a parameter of the route.
    pub(crate) fields: Vec<Ident>,
}

impl Word for Target {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        // Rustc may have offered the name of a field.
        let word = match &entry.value {
            Value::Assigned(value) => syn::parse2::<Ident>(value.clone()).ok(),
            Value::Nothing | Value::List(_) => None,
        };
        let example = word.map_or_else(|| "target = \"id\"".to_owned(), |word| format!("target = \"input.{word}\""));
        let literal = entry.string("where the key of the target is", &example, errors)?;
        let text = literal.value();
        let names: Option<Vec<Ident>> = text.split('.').map(|name| field_name(name, &literal)).collect();
        match names.as_deref() {
            Some([_]) => Some(Self { literal, fields: Vec::new() }),
            Some([input, fields @ ..]) if input == "input" => Some(Self { fields: fields.to_vec(), literal }),
            _ => {
                let fault = Fault::new(format!("`{text}` is neither a parameter of the route nor a field of the input"));
                errors.add(literal, fault.help("write `target = \"id\"` or `target = \"input.id\"`"));
                None
            }
        }
    }
}
