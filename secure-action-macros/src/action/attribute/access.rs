//! `auth(jwt)`, `role("a", "b")` and `permission("a:b")`: who may call.

use proc_macro2::Ident;
use syn::LitStr;

use crate::diagnostics::{Errors, Fault, listed, nearest};
use crate::entry::{Entry, Value, split};

/// The kinds of credential there are authenticators for.
const SCHEMES: [&str; 1] = ["jwt"];

/// `auth`, with the kinds of credential that are accepted; none: every configured one.
#[derive(Debug)]
pub(crate) struct Credentials {
    pub(crate) key: Ident,
    pub(crate) schemes: Vec<String>,
}

impl Credentials {
    pub(super) fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let key = entry.key.clone();
        let list = match &entry.value {
            Value::Nothing => return Some(Self { key, schemes: Vec::new() }),
            Value::List(list) => list.clone(),
            Value::Assigned(_) => {
                let fault = Fault::new("`auth` takes a list in parentheses");
                errors.add(entry.place(), fault.help("write `auth`, or `auth(jwt)` to accept this kind of credential only"));
                return None;
            }
        };
        let mut schemes: Vec<String> = Vec::new();
        let mut complete = true;
        for item in split(list, errors) {
            let name = item.to_string();
            let fault = if schemes.contains(&name) {
                Fault::new(format!("`{name}` is given twice")).help("remove one of them")
            } else if SCHEMES.contains(&name.as_str()) {
                schemes.push(name);
                continue;
            } else {
                let known = format!("the kinds are {}", listed(SCHEMES, '`'));
                let meant = nearest(name.trim_matches('"'), SCHEMES).map(|meant| format!("did you mean `{meant}`?"));
                Fault::new(format!("unknown kind of credential `{name}`")).help(meant.unwrap_or(known))
            };
            errors.add(item, fault);
            complete = false;
        }
        if complete && schemes.is_empty() {
            let fault = Fault::new("`auth` has an empty list");
            errors.add(&key, fault.help("write `auth` to accept every configured kind of credential"));
            return None;
        }
        complete.then_some(Self { key, schemes })
    }
}

/// `role` or `permission`, with the names behind it; whether the policy knows them is checked in a constant.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) key: Ident,
    pub(crate) literals: Vec<LitStr>,
}

impl Names {
    pub(super) fn roles(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let example = example(entry, "role", "admin");
        let literals = entry.strings("a role name", &example, errors)?;
        Some(Self { key: entry.key.clone(), literals })
    }

    pub(super) fn permissions(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let example = example(entry, "permission", "user:delete");
        let literals = entry.strings("a permission name", &example, errors)?;
        Some(Self { key: entry.key.clone(), literals })
    }
}

/// The entry as it should be written: with the user's own word where a word stands without quotes.
fn example(entry: &Entry, key: &str, otherwise: &str) -> String {
    let word = match &entry.value {
        Value::Assigned(value) => value.to_string().replace(' ', ""),
        Value::Nothing | Value::List(_) => String::new(),
    };
    let is_name =
        !word.is_empty() && word.chars().all(|character| character.is_ascii_alphanumeric() || "_:".contains(character));
    format!("{key} = \"{}\"", if is_name { &word } else { otherwise })
}
