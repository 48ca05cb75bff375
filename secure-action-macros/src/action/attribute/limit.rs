//! `rate_limit("5/15m", by("ip", "input.email"), burst = 20, skip = "admin", count = "failures", on_outage = "deny")`.

use proc_macro2::TokenStream;
use syn::{Ident, LitInt, LitStr};

use crate::action::notation::rate::{self, Rate};
use crate::diagnostics::{Errors, Fault, listed, nearest};
use crate::entry::{Entry, Value, field_name, is_word, split};
use crate::said::Word;

const OPTIONS: [&str; 5] = ["by", "burst", "skip", "count", "on_outage"];
const EXAMPLE: &str = "rate_limit = \"5/15m\"";

/// One limit as it is written.
#[derive(Debug)]
pub(crate) struct Limit {
    pub(crate) literal: LitStr,
    pub(crate) rate: Rate,
    /// One key, or several together as one; none if it is not said.
    pub(crate) by: Vec<By>,
    pub(crate) burst: Option<u32>,
    pub(crate) skip: Option<Skip>,
    /// Whether only failures count.
    pub(crate) failures: bool,
    /// Whether requests are refused while a shared store is out of order.
    pub(crate) denies: bool,
}

/// The roles that a limit does not count, and the key that says so.
#[derive(Debug)]
pub(crate) struct Skip {
    pub(crate) key: Ident,
    pub(crate) roles: Vec<LitStr>,
}

/// What a limit counts separately, and where it is written.
#[derive(Debug)]
pub(crate) enum By {
    Ip(LitStr),
    Global(LitStr),
    Caller(LitStr),
    /// The fields behind `input.`, outermost first.
    Input(LitStr, Vec<Ident>),
}

impl Word for Limit {
    /// Nothing when any part of it is wrong, and then all its faults are reported.
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let Value::List(list) = &entry.value else {
            let literal = entry.string("a rate", EXAMPLE, errors)?;
            let rate = errors.keep(&literal, rate::parse(&literal.value()))?;
            return Some(Self { literal, rate, by: Vec::new(), burst: None, skip: None, failures: false, denies: false });
        };
        let mut items = split(list.clone(), errors).into_iter().peekable();
        // The rate in another place: said once, not of each of the two.
        let misplaced = !items.peek().is_some_and(is_text) && items.clone().any(|item| is_text(&item));
        let mut items = items.filter(|item| !(misplaced && is_text(item)));
        let literal = items.next().and_then(|first| {
            let literal = syn::parse2::<LitStr>(first.clone()).ok();
            if literal.is_none() {
                errors.add(
                    first,
                    Fault::new("`rate_limit` begins with the rate in quotes").help("write `rate_limit(\"5/15m\", ...)`"),
                );
            }
            literal
        });
        if list.is_empty() {
            entry.expected("a rate", EXAMPLE, errors);
        }
        let rate = literal.as_ref().and_then(|literal| errors.keep(literal, rate::parse(&literal.value())));
        let mut options = Options::default();
        // Every option is read, also behind a wrong one.
        let mut complete = true;
        for item in items {
            if let Some(fault) = bare(&item) {
                errors.add(&item, fault);
                complete = false;
            } else {
                complete &= options.read(&item, errors);
            }
        }
        let Options { by, burst, skip, failures, denies, seen: _ } = options;
        let limit = Self { literal: literal?, rate: rate?, by, burst, skip, failures, denies };
        complete.then_some(limit)
    }
}

impl Limit {
    /// Whether another limit says exactly the same.
    pub(crate) fn repeats(&self, other: &Self) -> bool {
        let roles =
            |limit: &Self| -> Vec<String> { limit.skip.iter().flat_map(|skip| &skip.roles).map(LitStr::value).collect() };
        let by = |limit: &Self| -> Vec<String> { limit.by.iter().map(|key| key.literal().value()).collect() };
        let plain = |limit: &Self| (limit.rate, limit.burst, limit.failures);
        plain(self) == plain(other) && by(self) == by(other) && roles(self) == roles(other)
    }
}

fn is_text(item: &TokenStream) -> bool {
    syn::parse2::<LitStr>(item.clone()).is_ok()
}

/// What is wrong with `"60/1m"`, `"ip"`, `ip` or `20` behind the rate.
fn bare(item: &TokenStream) -> Option<Fault> {
    if syn::parse2::<LitInt>(item.clone()).is_ok() {
        return Some(Fault::new(format!("`{item}` does not say what it is")).help(format!("write `burst = {item}`")));
    }
    let word = match syn::parse2::<LitStr>(item.clone()) {
        Ok(text) => text.value(),
        Err(_) => syn::parse2::<Ident>(item.clone()).ok()?.to_string(),
    };
    if matches!(word.as_str(), "ip" | "caller" | "global") || word.starts_with("input.") {
        let fault = Fault::new(format!("`{word}` does not say that the limit counts by it"));
        return Some(fault.help(format!("write `by = \"{word}\"`")));
    }
    is_text(item).then(|| Fault::new("one limit has one rate").help(format!("write a limit of its own: `rate_limit = {item}`")))
}

#[derive(Default)]
struct Options {
    seen: Vec<String>,
    by: Vec<By>,
    burst: Option<u32>,
    skip: Option<Skip>,
    failures: bool,
    denies: bool,
}

impl Options {
    /// Reads one option; whether it is right.
    fn read(&mut self, item: &TokenStream, errors: &mut Errors) -> bool {
        let Some(option) = Entry::read(item, errors) else {
            return false;
        };
        let name = option.name();
        if self.seen.contains(&name) {
            errors.add(&option.key, Fault::new(format!("the option `{name}` stands twice")).help("remove one of them"));
            return false;
        }
        let is_right = match name.as_str() {
            "by" => {
                self.by = By::read_all(&option, errors).unwrap_or_default();
                !self.by.is_empty()
            }
            "burst" => {
                self.burst = burst(&option, errors);
                self.burst.is_some()
            }
            "skip" => {
                let roles = option.strings("a role name", "skip = \"admin\"", errors);
                self.skip = roles.map(|roles| Skip { key: option.key.clone(), roles });
                self.skip.is_some()
            }
            "count" => {
                self.failures = only_word(&option, "failures", errors);
                self.failures
            }
            "on_outage" => {
                self.denies = only_word(&option, "deny", errors);
                self.denies
            }
            _ => {
                let known = format!("the options are {}", listed(OPTIONS, '`'));
                let meant = nearest(&name, OPTIONS).map(|meant| format!("did you mean `{meant}`?"));
                errors.add(
                    &option.key,
                    Fault::new(format!("unknown option `{name}` of `rate_limit`")).help(meant.unwrap_or(known)),
                );
                false
            }
        };
        self.seen.push(name);
        is_right
    }
}

/// An option that has one value, beside being left out; whether it is that.
fn only_word(option: &Entry, word: &str, errors: &mut Errors) -> bool {
    let (key, example) = (&option.key, format!("{} = \"{word}\"", option.key));
    let Some(literal) = option.string("one word", &example, errors) else { return false };
    let is_right = literal.value() == word;
    if !is_right {
        let fault = Fault::new(format!("`{key}` cannot be `{}`", literal.value()));
        errors.add(&literal, fault.help(format!("write `{example}`, or leave it out")));
    }
    is_right
}

fn burst(option: &Entry, errors: &mut Errors) -> Option<u32> {
    let number = match &option.value {
        Value::Assigned(value) => syn::parse2::<LitInt>(value.clone()).ok().and_then(|literal| literal.base10_parse().ok()),
        Value::Nothing | Value::List(_) => None,
    };
    let fault = match number {
        Some(0) => Fault::new("`burst = 0` admits nobody").help("leave `burst` out for the strict window"),
        Some(number) => return Some(number),
        None => Fault::new("`burst` takes a whole number, without quotes").help("write `burst = 20`"),
    };
    errors.add(option.place(), fault);
    None
}

/// The option as it should be written: with the user's own word, which rustc may have offered as the name of a field.
fn example(option: &Entry) -> String {
    let word = match &option.value {
        Value::Assigned(value) => syn::parse2::<Ident>(value.clone()).ok(),
        Value::Nothing | Value::List(_) => None,
    };
    match word {
        Some(word) if word != "ip" && word != "caller" && word != "global" => format!("by = \"input.{word}\""),
        Some(word) => format!("by = \"{word}\""),
        None => "by = \"ip\"".to_owned(),
    }
}

impl By {
    /// `by = "ip"`, or several together as one: `by("ip", "input.email")`.
    fn read_all(option: &Entry, errors: &mut Errors) -> Option<Vec<Self>> {
        let literals = option.strings("what is counted separately", &example(option), errors)?;
        // Every key is read, also behind a wrong one.
        let keys: Vec<_> = literals.iter().map(|literal| Self::read(literal, errors)).collect();
        let keys = keys.into_iter().collect::<Option<Vec<_>>>()?;
        let everybody = keys.iter().find(|key| matches!(key, Self::Global(_)) && keys.len() > 1);
        if let Some(global) = everybody {
            let fault = Fault::new("\"global\" beside another key: what is counted for everybody is not counted separately");
            errors.add(
                global.literal(),
                fault.help("remove it, or write a limit of its own: `rate_limit(\"...\", by = \"global\")`"),
            );
            return None;
        }
        Some(keys)
    }

    fn read(literal: &LitStr, errors: &mut Errors) -> Option<Self> {
        let word = literal.value();
        if let Some(fields) = word.strip_prefix("input.") {
            let fields: Option<Vec<Ident>> = fields.split('.').map(|field| field_name(field, literal)).collect();
            if fields.is_none() {
                let fault = Fault::new(format!("`{word}` does not name a field"));
                errors.add(literal, fault.help("write \"input.<field>\", for example \"input.email\""));
            }
            return fields.map(|fields| Self::Input(literal.clone(), fields));
        }
        match word.as_str() {
            "ip" => Some(Self::Ip(literal.clone())),
            "global" => Some(Self::Global(literal.clone())),
            "caller" => Some(Self::Caller(literal.clone())),
            _ => {
                let known = if is_word(&word) && word != "input" {
                    format!("write \"ip\", \"caller\", \"global\" or, for the field, \"input.{word}\"")
                } else {
                    "write \"ip\", \"caller\", \"global\" or \"input.<field>\"".to_owned()
                };
                let meant =
                    nearest(&word.to_lowercase(), ["ip", "caller", "global"]).map(|meant| format!("did you mean \"{meant}\"?"));
                errors.add(literal, Fault::new(format!("a rate limit cannot count by `{word}`")).help(meant.unwrap_or(known)));
                None
            }
        }
    }

    /// The word as it is written.
    fn literal(&self) -> &LitStr {
        match self {
            Self::Ip(literal) | Self::Global(literal) | Self::Caller(literal) | Self::Input(literal, _) => literal,
        }
    }
}
