//! `rate_limit("5/15m", by = "input.email", burst = 20, skip = "admin")`.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::{Ident, LitInt, LitStr};

use crate::action::notation::rate::{self, Rate};
use crate::diagnostics::{Errors, Fault, listed, nearest};
use crate::entry::{Entry, Value, is_word, split};
use crate::said::Word;

const OPTIONS: [&str; 3] = ["by", "burst", "skip"];
const EXAMPLE: &str = "rate_limit = \"5/15m\"";

/// One limit as it is written.
#[derive(Debug)]
pub(crate) struct Limit {
    pub(crate) literal: LitStr,
    pub(crate) rate: Rate,
    pub(crate) by: Option<By>,
    pub(crate) burst: Option<u32>,
    pub(crate) skip: Option<Skip>,
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
    Ip,
    Global,
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
            return Some(Self { literal, rate, by: None, burst: None, skip: None });
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
            if is_text(&item) {
                let fault = Fault::new("one limit has one rate");
                errors.add(&item, fault.help(format!("write a limit of its own: `rate_limit = {item}`")));
                complete = false;
            } else {
                complete &= options.read(&item, errors);
            }
        }
        let limit = Self { literal: literal?, rate: rate?, by: options.by, burst: options.burst, skip: options.skip };
        complete.then_some(limit)
    }
}

impl Limit {
    /// Whether another limit says exactly the same.
    pub(crate) fn repeats(&self, other: &Self) -> bool {
        let roles =
            |limit: &Self| -> Vec<String> { limit.skip.iter().flat_map(|skip| &skip.roles).map(LitStr::value).collect() };
        let by = |limit: &Self| limit.by.as_ref().map(By::notation);
        self.rate == other.rate && self.burst == other.burst && by(self) == by(other) && roles(self) == roles(other)
    }
}

fn is_text(item: &TokenStream) -> bool {
    syn::parse2::<LitStr>(item.clone()).is_ok()
}

#[derive(Default)]
struct Options {
    seen: Vec<String>,
    by: Option<By>,
    burst: Option<u32>,
    skip: Option<Skip>,
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
                self.by = By::read(&option, errors);
                self.by.is_some()
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

impl By {
    fn read(option: &Entry, errors: &mut Errors) -> Option<Self> {
        let literal = option.string("what is counted separately", "by = \"ip\"", errors)?;
        let word = literal.value();
        if let Some(fields) = word.strip_prefix("input.") {
            let fields: Option<Vec<Ident>> = fields.split('.').map(|field| field_name(field, &literal)).collect();
            if fields.is_none() {
                let fault = Fault::new(format!("`{word}` does not name a field"));
                errors.add(&literal, fault.help("write \"input.<field>\", for example \"input.email\""));
            }
            return fields.map(|fields| Self::Input(literal, fields));
        }
        match word.as_str() {
            "ip" => Some(Self::Ip),
            "global" => Some(Self::Global),
            "caller" => Some(Self::Caller(literal)),
            _ => {
                let known = if is_word(&word) && word != "input" {
                    format!("write \"ip\", \"caller\", \"global\" or, for the field, \"input.{word}\"")
                } else {
                    "write \"ip\", \"caller\", \"global\" or \"input.<field>\"".to_owned()
                };
                let meant = nearest(&word, ["ip", "caller", "global"]).map(|meant| format!("did you mean \"{meant}\"?"));
                errors.add(&literal, Fault::new(format!("a rate limit cannot count by `{word}`")).help(meant.unwrap_or(known)));
                None
            }
        }
    }

    /// The word as it is written.
    fn notation(&self) -> String {
        match self {
            Self::Ip => "ip".to_owned(),
            Self::Global => "global".to_owned(),
            Self::Caller(literal) | Self::Input(literal, _) => literal.value(),
        }
    }
}

/// A field of a struct, at the literal: rustc's own complaint about it then appears there.
fn field_name(name: &str, literal: &LitStr) -> Option<Ident> {
    if !is_word(name) {
        return None;
    }
    let mut field = Ident::parse_any.parse_str(name).ok()?;
    if syn::parse_str::<Ident>(name).is_err() {
        // A keyword: the field is `r#type`. The four words that cannot be raw are no fields either.
        if matches!(name, "self" | "Self" | "super" | "crate" | "_") {
            return None;
        }
        field = Ident::new_raw(name, literal.span());
    }
    field.set_span(literal.span());
    Some(field)
}
