//! `auth`, `auth(jwt)`, `auth(max_age = "5m", acr = "mfa")`: which credentials are accepted, and of what authentication.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::LitStr;

use crate::action::notation::duration;
use crate::diagnostics::{Errors, Fault, listed, nearest};
use crate::entry::{Entry, Value, split};
use crate::said::Word;

/// What can be demanded of the authentication, each with an example.
const OPTIONS: [(&str, &str); 2] = [(MAX_AGE, "max_age = \"5m\""), (ACR, "acr = \"mfa\"")];
const MAX_AGE: &str = "max_age";
const ACR: &str = "acr";

/// `auth`, with the names of the authenticators whose credentials are accepted; none: every configured one.
#[derive(Debug)]
pub(crate) struct Credentials {
    pub(crate) key: Ident,
    pub(crate) schemes: Vec<String>,
    pub(crate) step_up: StepUp,
}

/// How recently and at which level the caller must have authenticated; nothing of it: it does not matter.
#[derive(Clone, Debug, Default)]
pub(crate) struct StepUp {
    /// Seconds.
    pub(crate) max_age: Option<u64>,
    pub(crate) acr: Vec<LitStr>,
}

impl StepUp {
    pub(crate) fn is_empty(&self) -> bool {
        self.max_age.is_none() && self.acr.is_empty()
    }
}

impl Word for Credentials {
    /// Nothing when any part of it is wrong, and then all its faults are reported.
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let mut credentials = Self { key: entry.key.clone(), schemes: Vec::new(), step_up: StepUp::default() };
        let list = match &entry.value {
            Value::Nothing => return Some(credentials),
            Value::List(list) => list.clone(),
            Value::Assigned(_) => {
                let fault = Fault::new("`auth` takes a list in parentheses");
                errors.add(
                    entry.place(),
                    fault.help("write `auth`, or `auth(jwt)` to accept the credentials of this authenticator only"),
                );
                return None;
            }
        };
        let items = split(list, errors);
        if items.is_empty() {
            let fault = Fault::new("`auth` has an empty list");
            errors.add(&entry.key, fault.help("write `auth` to accept the credentials of every configured authenticator"));
            return None;
        }
        let mut seen = Vec::new();
        // Every item is read, also behind a wrong one.
        let mut complete = true;
        for item in items {
            complete &= credentials.take(&item, &mut seen, errors);
        }
        complete.then_some(credentials)
    }
}

impl Credentials {
    /// The option of this name as it could be written, where `auth` has one.
    pub(crate) fn example(option: &str) -> Option<&'static str> {
        example_of(option)
    }

    /// Reads one item, the name of an authenticator or an option; whether it is right. Whether there is such an authenticator, the
    /// start of the service checks.
    fn take(&mut self, item: &TokenStream, seen: &mut Vec<String>, errors: &mut Errors) -> bool {
        if let Ok(literal) = syn::parse2::<LitStr>(item.clone()) {
            let Some(name) = errors.keep(&literal, authenticator(&literal.value())) else {
                return false;
            };
            return self.accept(name, &literal, seen, errors);
        }
        if let Some(name) = hyphenated(item) {
            let fault = Fault::new(format!("`{name}` is not one word"));
            errors.add(item, fault.help(format!("write it in quotes: `\"{name}\"`")));
            return false;
        }
        let Some(entry) = Entry::read(item, errors) else {
            return false;
        };
        let name = entry.name();
        match (name.as_str(), &entry.value) {
            (MAX_AGE | ACR, _) if seen.contains(&name) => {
                errors.add(&entry.key, repeated(&name));
                false
            }
            (MAX_AGE, _) => {
                seen.push(name);
                self.step_up.max_age = max_age(&entry, errors);
                self.step_up.max_age.is_some()
            }
            (ACR, _) => {
                seen.push(name);
                let levels = levels(&entry, errors);
                let is_right = levels.is_some();
                self.step_up.acr = levels.unwrap_or_default();
                is_right
            }
            (_, Value::Nothing) if nearest(&name, [MAX_AGE]).is_none() => self.accept(name, &entry.key, seen, errors),
            _ => {
                errors.add(&entry.key, unknown_option(&name));
                false
            }
        }
    }

    fn accept(&mut self, name: String, place: &impl ToTokens, seen: &mut Vec<String>, errors: &mut Errors) -> bool {
        if seen.contains(&name) {
            errors.add(place, repeated(&name));
            return false;
        }
        seen.push(name.clone());
        self.schemes.push(name);
        true
    }
}

/// The name of an authenticator, which is a key of the OpenAPI document as well.
fn authenticator(name: &str) -> Result<String, Fault> {
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
        return Ok(name.to_owned());
    }
    let fault = Fault::new(format!("`{}` cannot be the name of an authenticator", name.escape_default()));
    Err(fault.help("a name has letters, digits, `-`, `_` and `.` only, such as \"partner-jwt\""))
}

/// `partner-jwt` without its quotes.
fn hyphenated(item: &TokenStream) -> Option<String> {
    let mut name = String::new();
    for (index, token) in item.clone().into_iter().enumerate() {
        match token {
            TokenTree::Ident(word) if index % 2 == 0 => name.push_str(&word.to_string()),
            TokenTree::Punct(hyphen) if index % 2 == 1 && hyphen.as_char() == '-' => name.push('-'),
            _ => return None,
        }
    }
    (name.contains('-') && !name.ends_with('-')).then_some(name)
}

fn max_age(entry: &Entry, errors: &mut Errors) -> Option<u64> {
    let literal = entry.string("a duration", "max_age = \"5m\"", errors)?;
    errors.keep(&literal, duration::parse(&literal.value()))
}

fn levels(entry: &Entry, errors: &mut Errors) -> Option<Vec<LitStr>> {
    let literals = entry.strings("the name of a level", "acr = \"mfa\"", errors)?;
    let mut complete = true;
    for literal in &literals {
        complete &= errors.keep(literal, level(&literal.value())).is_some();
    }
    complete.then_some(literals)
}

/// A level is sent to clients as one word of a quoted list (RFC 9470, section 3).
fn level(name: &str) -> Result<(), Fault> {
    if name.is_empty() {
        return Err(Fault::new("`acr` is empty").help("write the name of a level, for example `acr = \"mfa\"`"));
    }
    if name.contains(' ') {
        let fault = Fault::new(format!("`{name}` is not the name of one level"));
        return Err(fault.help("name each by itself: `acr(\"a\", \"b\")` admits any of them"));
    }
    if !name.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\')) {
        let fault = Fault::new(format!("`{}` cannot be the name of a level", name.escape_default()));
        return Err(fault.help("a level is made of printable ASCII characters other than quotes and backslashes"));
    }
    Ok(())
}

fn unknown_option(name: &str) -> Fault {
    let options = OPTIONS.iter().map(|(option, _)| *option);
    let help = match nearest(name, options.clone()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the options are {}; the name of an authenticator stands by itself", listed(options, '`')),
    };
    Fault::new(format!("unknown option `{name}` of `auth`")).help(help)
}

fn example_of(name: &str) -> Option<&'static str> {
    OPTIONS.iter().find(|(option, _)| *option == name).map(|(_, example)| *example)
}

fn repeated(name: &str) -> Fault {
    match name {
        ACR => Fault::new("the option `acr` stands twice")
            .help("name all levels in one option: `acr(\"a\", \"b\")` admits any of them"),
        MAX_AGE => Fault::new("the option `max_age` stands twice").help("remove one of them"),
        _ => Fault::new(format!("`{name}` is given twice")).help("remove one of them"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_level_is_a_word_that_can_be_quoted() {
        for name in ["mfa", "1", "urn:mace:incommon:iap:silver", "https://id.example/loa?x=1#y", "phr;phrh", "'", "~!"] {
            assert_eq!(level(name), Ok(()), "{name}");
        }
        for name in ["", " ", "a b", "mfa ", "a\tb", "a\nb", "\"", "\\", "ä", "a\u{0}", "\u{7f}"] {
            assert!(level(name).is_err(), "{name:?}");
        }
    }

    proptest! {
        #[test]
        fn every_level_that_is_taken_stays_one_word_in_a_header(name in "[\\t -~é]{0,4}") {
            if level(&name).is_ok() {
                prop_assert_eq!(name.split_ascii_whitespace().collect::<Vec<_>>(), [name.as_str()]);
                prop_assert!(!name.contains(['"', '\\']) && name.is_ascii());
            }
        }
    }
}
