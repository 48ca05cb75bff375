//! What was written: the enum, the attribute of each variant with every key read, and the fields that are a source.

#![expect(clippy::unreachable, reason = "darling writes it for literals, which `Keys::read` keeps out")]

use darling::ast::{self, Fields};
use darling::util::Ignored;
use darling::{FromDeriveInput, FromField, FromMeta, FromVariant};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Data, DeriveInput, Generics, Ident, LitInt, LitStr, Meta, Type};

use crate::diagnostics::{Errors, Fault};
use crate::entry::{Entry, Value, split};
use crate::said::{Bare, Keys, Said, Unknown, Word};

/// An enum whose variants may be mapped.
#[derive(FromDeriveInput)]
#[darling(forward_attrs(public, from, source, error))]
pub(super) struct Written {
    pub(super) ident: Ident,
    pub(super) generics: Generics,
    pub(super) attrs: Vec<Attribute>,
    data: ast::Data<Variant, Ignored>,
}

#[derive(FromVariant)]
#[darling(forward_attrs(public, from, source, error))]
pub(super) struct Variant {
    pub(super) ident: Ident,
    pub(super) fields: Fields<Field>,
    pub(super) attrs: Vec<Attribute>,
    /// Every `#[public(...)]` on it.
    #[darling(skip)]
    pub(super) mappings: Vec<Mapping>,
}

#[derive(FromField)]
#[darling(forward_attrs(public, from, source))]
pub(super) struct Field {
    pub(super) ident: Option<Ident>,
    pub(super) ty: Type,
    attrs: Vec<Attribute>,
}

/// What `#[public(...)]` says. The value of a key that could not be read is absent, and its fault reported.
pub(super) struct Mapping {
    pub(super) attribute: Attribute,
    pub(super) status: Option<Said<Status>>,
    pub(super) code: Option<Said<Code>>,
    pub(super) message: Option<Said<Message>>,
    pub(super) internal: Option<Said<Bare>>,
    /// Whether any key may be among what could not be read: then its absence is not a second mistake.
    pub(super) unclear: bool,
}

/// The keys of `#[public(...)]`.
#[derive(Default, FromMeta)]
struct Known {
    #[darling(multiple)]
    status: Vec<Said<Status>>,
    #[darling(multiple)]
    code: Vec<Said<Code>>,
    #[darling(multiple)]
    message: Vec<Said<Message>>,
    #[darling(multiple)]
    internal: Vec<Said<Bare>>,
    #[darling(flatten)]
    unknown: Unknown,
}

/// `status = 409`
pub(super) struct Status(pub(super) LitInt);

/// `code = "ROOM_TAKEN"`
pub(super) struct Code(pub(super) LitStr);

/// `message = "The room is taken."`
pub(super) struct Message(pub(super) LitStr);

impl Written {
    pub(super) fn variants(&self) -> &[Variant] {
        match &self.data {
            ast::Data::Enum(variants) => variants,
            ast::Data::Struct(_) => &[],
        }
    }
}

impl Field {
    /// The attribute that makes it the source, `#[from]` or `#[source]`.
    pub(super) fn sources(&self) -> impl Iterator<Item = &Attribute> {
        self.attrs.iter().filter(|attribute| is_source(attribute))
    }
}

/// The enum, or nothing and an error where it is none.
pub(super) fn read(input: &DeriveInput, errors: &mut Errors) -> Option<Written> {
    let fault = || Fault::new("`#[derive(PublicError)]` goes on an enum, with a variant for each failure");
    match &input.data {
        Data::Enum(_) => {}
        Data::Struct(data) => {
            errors.add(data.struct_token, fault());
            return None;
        }
        Data::Union(data) => {
            errors.add(data.union_token, fault());
            return None;
        }
    }
    let mut written = Written::from_derive_input(input).map_err(|error| errors.combine(error.into())).ok()?;
    misplaced(&written.attrs, errors);
    for attribute in written.attrs.iter().filter(|attribute| is_source(attribute)) {
        let name = attribute.path().to_token_stream();
        let fault = Fault::new(format!("`#[{name}]` goes on a field of a variant"));
        errors.add(attribute, fault.help(format!("write it before the field that holds the cause: `Variant(#[{name}] ...)`")));
    }
    if let ast::Data::Enum(variants) = &mut written.data {
        for variant in variants {
            read_variant(variant, errors);
        }
    }
    Some(written)
}

fn read_variant(variant: &mut Variant, errors: &mut Errors) {
    let attributes = variant.attrs.iter().filter(|attribute| attribute.path().is_ident("public"));
    variant.mappings = attributes.map(|attribute| Mapping::read(attribute, errors)).collect();
    for attribute in variant.attrs.iter().filter(|attribute| is_source(attribute)) {
        source_on_variant(attribute, variant, errors);
    }
    for field in variant.fields.iter() {
        misplaced(&field.attrs, errors);
        for attribute in field.sources().filter(|attribute| !matches!(attribute.meta, Meta::Path(_))) {
            let name = attribute.path().to_token_stream();
            errors.add(attribute, Fault::new(format!("`#[{name}]` takes no value")).help(format!("write `#[{name}]`")));
        }
    }
}

/// `#[public(...)]` on the enum or on a field.
fn misplaced(attributes: &[Attribute], errors: &mut Errors) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("public")) {
        let fault = Fault::new("`#[public(...)]` goes on a variant");
        errors.add(attribute, fault.help("map each variant for itself"));
    }
}

/// `#[from] Storage(std::io::Error)`
fn source_on_variant(attribute: &Attribute, variant: &Variant, errors: &mut Errors) {
    let (name, ident) = (attribute.path().to_token_stream(), &variant.ident);
    let written = match variant.fields.iter().next().and_then(|field| field.ident.as_ref()) {
        Some(field) => format!("{ident} {{ #[{name}] {field}: ... }}"),
        None => format!("{ident}(#[{name}] ...)"),
    };
    let fault = Fault::new(format!("`#[{name}]` goes on the field that holds the cause, not on `{ident}`"));
    errors.add(attribute, fault.help(format!("write `{written}`")));
}

fn is_source(attribute: &Attribute) -> bool {
    attribute.path().is_ident("source") || attribute.path().is_ident("from")
}

impl Mapping {
    fn read(attribute: &Attribute, errors: &mut Errors) -> Self {
        let (keys, unclear) = match &attribute.meta {
            Meta::List(list) => Known::read(attribute, list.tokens.clone(), errors),
            Meta::Path(_) => (Known::default(), false),
            Meta::NameValue(_) => {
                let fault = Fault::new("`public` takes its keys in parentheses");
                let help = "write `#[public(status = 409, code = \"...\", message = \"...\")]` or `#[public(internal)]`";
                errors.add(&attribute.meta, fault.help(help));
                (Known::default(), true)
            }
        };
        keys.unknown.refuse(["status", "code", "message", "internal"], errors);
        const TWICE: &str = "remove one of them";
        Self {
            attribute: attribute.clone(),
            status: Said::once(keys.status, TWICE, errors),
            code: Said::once(keys.code, TWICE, errors),
            message: Said::once(keys.message, TWICE, errors),
            internal: Said::once(keys.internal, TWICE, errors),
            unclear: unclear || !keys.unknown.is_empty(),
        }
    }

    pub(super) fn status(&self) -> Option<&LitInt> {
        Some(&self.status.as_ref()?.value.as_ref()?.0)
    }

    pub(super) fn code(&self) -> Option<&LitStr> {
        Some(&self.code.as_ref()?.value.as_ref()?.0)
    }

    pub(super) fn message(&self) -> Option<&LitStr> {
        Some(&self.message.as_ref()?.value.as_ref()?.0)
    }
}

impl Known {
    fn read(attribute: &Attribute, tokens: TokenStream, errors: &mut Errors) -> (Self, bool) {
        // `#[public(409, "ROOM_TAKEN")]`: one mistake, however many values.
        let is_literal = |piece: &TokenStream| syn::parse2::<syn::Lit>(piece.clone()).is_ok();
        if split(tokens.clone(), &mut Errors::new()).iter().any(is_literal) {
            let fault = Fault::new("`public` takes its values by their keys");
            errors.add(attribute, fault.help("write `#[public(status = 409, code = \"...\", message = \"...\")]`"));
            return (Self::default(), true);
        }
        let keys = Keys::read(tokens, errors);
        (keys.sorted, keys.unclear)
    }
}

impl Word for Status {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let (literal, found) = match &entry.value {
            Value::Assigned(value) => (syn::parse2::<LitInt>(value.clone()).ok(), format!(", found `{value}`")),
            Value::Nothing | Value::List(_) => (None, String::new()),
        };
        if literal.is_none() {
            let fault = Fault::new(format!("`status` takes a number{found}"));
            errors.add(entry.place(), fault.help("write `status = 409`"));
        }
        literal.map(Self)
    }
}

impl Word for Code {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        entry.string("a word", "code = \"ROOM_TAKEN\"", errors).map(Self)
    }
}

impl Word for Message {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        entry.string("a text", "message = \"The room is taken.\"", errors).map(Self)
    }
}
