//! What an attribute says, key by key: darling sorts the keys into a struct, and each value is read in words of its own.
//!
//! A value's faults are kept beside it, because an error of darling's points at one token only, and one entry that cannot be
//! read would hide the others.

use darling::ast::{MetaNameValueInvalidExpr, NestedMeta};
use darling::{FromMeta, Result};
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{Expr, MacroDelimiter, Meta, MetaList, MetaNameValue, Path, Token, token};

use crate::diagnostics::{Errors, Fault, listed, nearest};
use crate::entry::{Entry, Value, split};

/// The value behind a key.
pub(crate) trait Word: Sized {
    /// Reads it; nothing, and a fault, where it is wrong.
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self>;
}

/// A key that was written, and its value as far as it could be read.
#[derive(Debug)]
pub(crate) struct Said<T> {
    pub(crate) key: Ident,
    pub(crate) value: Option<T>,
    faults: Errors,
}

/// Keys that a place does not know.
#[derive(Debug, Default)]
pub(crate) struct Unknown(Vec<Entry>);

/// A key that takes no value.
#[derive(Debug)]
pub(crate) struct Bare;

/// A key that is only refused, whatever its value.
#[derive(Debug)]
pub(crate) struct Misplaced;

/// The keys of a list.
pub(crate) struct Keys<K> {
    /// Sorted, with their values.
    pub(crate) sorted: K,
    /// As they stand.
    pub(crate) written: Vec<Ident>,
    /// Whether something stands there that could have been any of them.
    pub(crate) unclear: bool,
}

impl<K: FromMeta + Default> Keys<K> {
    pub(crate) fn read(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut unclear = false;
        let (mut written, mut items) = (Vec::new(), Vec::new());
        for piece in split(tokens, errors) {
            match Entry::read(&piece, errors) {
                Some(entry) => {
                    written.push(entry.key.clone());
                    items.push(entry.into());
                }
                None => unclear = true,
            }
        }
        let sorted = K::from_list(&items).unwrap_or_else(|error| {
            errors.combine(error.into());
            unclear = true;
            K::default()
        });
        Self { sorted, written, unclear }
    }
}

impl<T> Said<T> {
    /// The only one of a key, with its faults told; more of them are told with `help`.
    pub(crate) fn once(all: Vec<Self>, help: &str, errors: &mut Errors) -> Option<Self> {
        let mut all = all.into_iter();
        let said = all.next()?.told(errors);
        for repeated in all {
            let fault = Fault::new(format!("the key `{}` stands twice", repeated.key));
            errors.add(&repeated.key, fault.help(help));
        }
        Some(said)
    }

    /// The same, with its faults told.
    pub(crate) fn told(mut self, errors: &mut Errors) -> Self {
        errors.append(&mut self.faults);
        self
    }

    pub(crate) fn into_value(self) -> Option<T> {
        self.value
    }

    /// Refuses the key where it stands.
    pub(crate) fn refuse(all: &[Self], fault: impl Fn(&Ident) -> Fault, errors: &mut Errors) {
        if let Some(said) = all.first() {
            errors.add(&said.key, fault(&said.key));
        }
    }
}

impl Unknown {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter()
    }

    /// Tells of each, with the one of `known` that was most likely meant.
    pub(crate) fn refuse<const N: usize>(&self, known: [&str; N], errors: &mut Errors) {
        for entry in &self.0 {
            let name = entry.name();
            let help = match nearest(&name, known) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the keys are {}", listed(known, '`')),
            };
            errors.add(&entry.key, Fault::new(format!("unknown key `{name}`")).help(help));
        }
    }
}

impl Word for Bare {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        entry.bare(errors).then_some(Self)
    }
}

impl Word for Misplaced {
    fn read(_: &Entry, _: &mut Errors) -> Option<Self> {
        Some(Self)
    }
}

impl<T: Word> FromMeta for Said<T> {
    fn from_meta(meta: &Meta) -> Result<Self> {
        Self::of(meta.path(), value_of(meta))
    }

    fn from_invalid_expr(meta: &MetaNameValueInvalidExpr) -> Result<Self> {
        Self::of(&meta.path, Value::Assigned(meta.value.clone()))
    }
}

impl<T: Word> Said<T> {
    fn of(path: &Path, value: Value) -> Result<Self> {
        let entry = Entry { key: path.require_ident()?.clone(), value };
        let mut faults = Errors::new();
        let value = T::read(&entry, &mut faults);
        Ok(Self { key: entry.key, value, faults })
    }
}

impl FromMeta for Unknown {
    fn from_list(items: &[NestedMeta]) -> Result<Self> {
        let entries = items.iter().filter_map(|item| match item {
            NestedMeta::Meta(meta) => Some(Entry { key: meta.path().get_ident()?.clone(), value: value_of(meta) }),
            NestedMeta::NameValueInvalidExpr(meta) => {
                Some(Entry { key: meta.path.get_ident()?.clone(), value: Value::Assigned(meta.value.clone()) })
            }
            // `keys` passes on none.
            NestedMeta::Lit(_) => None,
        });
        Ok(Self(entries.collect()))
    }
}

fn value_of(meta: &Meta) -> Value {
    match meta {
        Meta::Path(_) => Value::Nothing,
        Meta::NameValue(pair) => Value::Assigned(pair.value.to_token_stream()),
        Meta::List(list) => Value::List(list.tokens.clone()),
    }
}

impl From<Entry> for NestedMeta {
    fn from(Entry { key, value }: Entry) -> Self {
        let eq_token = Token![=](key.span());
        let path = Path::from(key);
        match value {
            Value::Nothing => Self::Meta(Meta::Path(path)),
            Value::List(tokens) => {
                Self::Meta(Meta::List(MetaList { path, delimiter: MacroDelimiter::Paren(token::Paren::default()), tokens }))
            }
            Value::Assigned(value) => match syn::parse2::<Expr>(value.clone()) {
                Ok(value) => Self::Meta(Meta::NameValue(MetaNameValue { path, eq_token, value })),
                Err(error) => {
                    Self::NameValueInvalidExpr(MetaNameValueInvalidExpr { path, eq_token, value, error: error.into() })
                }
            },
        }
    }
}
