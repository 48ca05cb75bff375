//! serde's attributes of a struct or field: those that are handed on as they are, and those that name a function of the value.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{Attribute, Ident, LitStr, Meta, Path};

use crate::diagnostics::Errors;
use crate::entry::{Entry, split};

#[derive(Default)]
pub(super) struct SerdeKeys {
    /// The keys that serde reads as they are.
    pub(super) handed_on: Vec<TokenStream>,
    /// All keys, by name.
    names: Vec<Ident>,
    /// `skip_serializing_if`: a function of the value.
    pub(super) skip: Option<Path>,
    /// `serialize_with`, or the `serialize` of `with`: a function of the value and a serializer.
    pub(super) with: Option<TokenStream>,
}

impl SerdeKeys {
    pub(super) fn read(attributes: &[Attribute]) -> Self {
        let mut keys = Self::default();
        // What serde cannot read either is for serde to report.
        let mut ignored = Errors::new();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            let Meta::List(list) = &attribute.meta else {
                continue;
            };
            for piece in split(list.tokens.clone(), &mut ignored) {
                keys.take(piece, &mut ignored);
            }
        }
        keys
    }

    fn take(&mut self, piece: TokenStream, ignored: &mut Errors) {
        let Some(entry) = Entry::read(&piece, ignored) else {
            self.handed_on.push(piece);
            return;
        };
        let path = || {
            let crate::entry::Value::Assigned(value) = &entry.value else {
                return None;
            };
            let literal: LitStr = syn::parse2(value.clone()).ok()?;
            literal.parse::<Path>().ok()
        };
        match (entry.name().as_str(), path()) {
            ("skip_serializing_if", Some(path)) => self.skip = Some(path),
            ("serialize_with", Some(path)) => self.with = Some(path.into_token_stream()),
            ("with", Some(path)) => {
                let place = entry.place().into_iter().next().map_or_else(|| entry.key.span(), |token| token.span());
                self.with = Some(quote_spanned!(place=> #path::serialize));
            }
            // The derive of the fields names its own.
            ("crate", _) => {}
            _ => self.handed_on.push(piece),
        }
        self.names.push(entry.key);
    }

    pub(super) fn key(&self, name: &str) -> Option<&Ident> {
        self.names.iter().find(|key| *key == name)
    }

    /// The attribute of what is handed on, with `more` keys.
    pub(super) fn attribute(&self, more: impl IntoIterator<Item = TokenStream>) -> TokenStream {
        let keys = self.handed_on.iter().cloned().chain(more);
        quote!(#[serde(#(#keys),*)])
    }
}
