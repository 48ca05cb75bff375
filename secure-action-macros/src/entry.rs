//! `key`, `key = value` and `key(...)`: the one form that attributes, and the options of a key, are written in.
//!
//! Each entry is read for itself, so that a fault in one does not hide those in the others.

mod field;
mod meant;

use proc_macro2::{Delimiter, Ident, Punct, TokenStream, TokenTree};
use quote::ToTokens;
use syn::LitStr;

pub(crate) use self::field::field_name;
pub(crate) use self::meant::{is_word, listed_as_one};
use self::meant::{literal_help, texts};
use crate::diagnostics::{Errors, Fault};

/// One entry, its value not yet read.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) key: Ident,
    pub(crate) value: Value,
}

/// What stands behind a key.
#[derive(Debug)]
pub(crate) enum Value {
    /// `key`
    Nothing,
    /// `key = value`; never empty.
    Assigned(TokenStream),
    /// `key(...)`
    List(TokenStream),
}

impl Entry {
    /// Reads one entry.
    pub(crate) fn read(tokens: &TokenStream, errors: &mut Errors) -> Option<Self> {
        let mut rest = tokens.clone().into_iter();
        let Some(TokenTree::Ident(key)) = rest.next() else {
            let help = literal_help(tokens).unwrap_or_else(|| "write `key`, `key = value` or `key(...)`".to_owned());
            errors.add(tokens, Fault::new(format!("expected a key, found `{tokens}`")).help(help));
            return None;
        };
        let value = match (rest.next(), rest.clone().next()) {
            (None, _) => Value::Nothing,
            (Some(TokenTree::Punct(equals)), None) if equals.as_char() == '=' => {
                errors.add(
                    pair(&key, &equals),
                    Fault::new(format!("`{key} =` has no value")).help("write the value behind the `=`"),
                );
                return None;
            }
            (Some(TokenTree::Punct(equals)), Some(_)) if equals.as_char() == '=' => Value::Assigned(rest.collect()),
            (Some(TokenTree::Group(list)), None) if list.delimiter() == Delimiter::Parenthesis => Value::List(list.stream()),
            (Some(stray), _) => {
                let help = match &stray {
                    TokenTree::Punct(punct) if punct.as_char() == ':' => format!("write `{key} = ...`"),
                    TokenTree::Group(_) => format!("write `{key}(...)`"),
                    _ => "put a comma between two keys; a key is written `key`, `key = value` or `key(...)`".to_owned(),
                };
                errors.add(
                    stray.into_token_stream().into_iter().chain(rest).collect::<TokenStream>(),
                    Fault::new(format!("unexpected text behind `{key}`")).help(help),
                );
                return None;
            }
        };
        Some(Self { key, value })
    }

    /// The key as it is written.
    pub(crate) fn name(&self) -> String {
        self.key.to_string()
    }

    /// The value where there is one, else the key: where a fault of the value is shown.
    pub(crate) fn place(&self) -> TokenStream {
        match &self.value {
            Value::Assigned(value) => value.clone(),
            Value::List(list) if !list.is_empty() => list.clone(),
            Value::Nothing | Value::List(_) => self.key.to_token_stream(),
        }
    }

    /// Whether it assigns a path of a route.
    pub(crate) fn is_path(&self) -> bool {
        matches!(&self.value, Value::Assigned(value) if texts(value).iter().any(|text| text.starts_with('/')))
    }

    /// What demands this of a caller: `permission = "note:read"`, or `role = "admin"` where no permission is called so.
    pub(crate) fn demanded(&self) -> String {
        let texts = match &self.value {
            Value::Assigned(value) | Value::List(value) => texts(value),
            Value::Nothing => Vec::new(),
        };
        let key = if texts.iter().all(|text| text.contains(':')) { "permission" } else { "role" };
        match texts.as_slice() {
            [] => "write `permission = \"user:delete\"`".to_owned(),
            [text] => format!("write `{key} = \"{text}\"`"),
            texts => {
                format!("write `{key}({})`", texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// The value of `key = "..."`. `what` says what the string holds: "a role name"; `example` is a whole entry.
    pub(crate) fn string(&self, what: &str, example: &str, errors: &mut Errors) -> Option<LitStr> {
        let literal = match &self.value {
            Value::Assigned(value) => syn::parse2::<LitStr>(value.clone()).ok(),
            Value::Nothing | Value::List(_) => None,
        };
        if literal.is_none() {
            self.expected(what, example, errors);
        }
        literal
    }

    /// The values of `key = "..."` or `key("...", "...")`; each at most once.
    pub(crate) fn strings(&self, what: &str, example: &str, errors: &mut Errors) -> Option<Vec<LitStr>> {
        self.strings_like(what, example, |_| None, errors)
    }

    /// The same, where an item without quotes can be `meant` as one with them.
    pub(crate) fn strings_like(
        &self,
        what: &str,
        example: &str,
        meant: impl Fn(&TokenStream) -> Option<String>,
        errors: &mut Errors,
    ) -> Option<Vec<LitStr>> {
        let list = match &self.value {
            Value::List(list) => list,
            // `role = ["admin", "member"]`
            Value::Assigned(value) if texts(value).len() > 1 => {
                let fault = Fault::new(format!("`{} =` takes one value", self.key));
                errors.add(value, fault.help(listed_as_one(&self.key, &texts(value)).unwrap_or_default()));
                return None;
            }
            _ => return self.string(what, example, errors).map(|literal| vec![literal]),
        };
        let items = split(list.clone(), errors);
        if items.is_empty() {
            errors.add(&self.key, Fault::new(format!("`{}` has an empty list", self.key)).help(format!("write `{example}`")));
            return None;
        }
        let mut literals: Vec<LitStr> = Vec::new();
        let mut complete = true;
        for item in items {
            match syn::parse2::<LitStr>(item.clone()) {
                Ok(literal) if literals.iter().any(|earlier| earlier.value() == literal.value()) => {
                    errors
                        .add(&literal, Fault::new(format!("`{}` is given twice", literal.value())).help("remove one of them"));
                    complete = false;
                }
                Ok(literal) => literals.push(literal),
                Err(_) => {
                    let fault = Fault::new(format!("`{}` takes {what} in quotes, found `{}`", self.key, written(&item)));
                    let help = listed_as_one(&self.key, &texts(&item))
                        .or_else(|| meant(&item).map(|meant| format!("write `\"{meant}\"`")));
                    errors.add(item, fault.help(help.unwrap_or_else(|| format!("write `{example}`"))));
                    complete = false;
                }
            }
        }
        complete.then_some(literals)
    }

    /// Reports that the value is not of the expected form.
    pub(crate) fn expected(&self, what: &str, example: &str, errors: &mut Errors) {
        let found = match &self.value {
            Value::Nothing => String::new(),
            Value::Assigned(value) => format!(", found `{}`", written(value)),
            Value::List(list) => format!(", found `({list})`"),
        };
        let fault = Fault::new(format!("`{}` takes {what} in quotes{found}", self.key));
        errors.add(self.place(), fault.help(format!("write `{example}`")));
    }

    /// Reports a value behind a key that takes none; whether there is none.
    pub(crate) fn bare(&self, errors: &mut Errors) -> bool {
        let is_bare = matches!(self.value, Value::Nothing);
        if !is_bare {
            let fault = Fault::new(format!("`{}` takes no value", self.key));
            errors.add(self.place(), fault.help(format!("write `{}`", self.key)));
        }
        is_bare
    }
}

/// The pieces between top-level commas; a comma at the end is fine, an empty piece is not.
pub(crate) fn split(tokens: TokenStream, errors: &mut Errors) -> Vec<TokenStream> {
    let mut pieces = Vec::new();
    let mut piece = TokenStream::new();
    for token in tokens {
        match token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => {
                if piece.is_empty() {
                    errors.add(comma, Fault::new("there is nothing before this comma").help("remove it"));
                } else {
                    pieces.push(std::mem::take(&mut piece));
                }
            }
            token => piece.extend([token]),
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

/// Tokens as they are most likely written: a path without spaces.
fn written(tokens: &TokenStream) -> String {
    tokens.to_string().replace(" :: ", "::")
}

fn pair(key: &Ident, equals: &Punct) -> TokenStream {
    [TokenTree::Ident(key.clone()), TokenTree::Punct(equals.clone())].into_iter().collect()
}
