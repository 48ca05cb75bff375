//! What was written: the enum, the attribute of each variant with every key read, and the fields that are a source.

use quote::ToTokens;
use syn::{Attribute, Data, DeriveInput, Field, LitInt, LitStr, Meta};

use crate::diagnostics::{Errors, Fault, listed, nearest};
use crate::entry::{Entry, Value, split};

const KEYS: [&str; 4] = ["status", "code", "message", "internal"];

/// An enum whose variants may be mapped.
pub(super) struct Written<'i> {
    pub(super) input: &'i DeriveInput,
    pub(super) variants: Vec<Variant<'i>>,
}

pub(super) struct Variant<'i> {
    pub(super) syntax: &'i syn::Variant,
    /// Every `#[public(...)]` on it.
    pub(super) mappings: Vec<Mapping<'i>>,
    /// The fields with `#[from]` or `#[source]`, by position, and the attribute.
    pub(super) sources: Vec<(usize, &'i Attribute)>,
}

/// What `#[public(...)]` says. A key that could not be read is absent, and its fault reported.
pub(super) struct Mapping<'i> {
    pub(super) attribute: &'i Attribute,
    pub(super) status: Option<LitInt>,
    pub(super) code: Option<LitStr>,
    pub(super) message: Option<LitStr>,
    /// The keys as they stand, readable or not.
    pub(super) keys: Vec<syn::Ident>,
    /// Whether any key may be among what could not be read: then its absence is not a second mistake.
    pub(super) unclear: bool,
}

impl Mapping<'_> {
    pub(super) fn key(&self, name: &str) -> Option<&syn::Ident> {
        self.keys.iter().find(|key| *key == name)
    }
}

/// The enum, or nothing and an error where it is none.
pub(super) fn read<'i>(input: &'i DeriveInput, errors: &mut Errors) -> Option<Written<'i>> {
    const FAULT: &str = "`#[derive(PublicError)]` goes on an enum, with a variant for each failure";
    match &input.data {
        Data::Enum(data) => {
            misplaced(&input.attrs, errors);
            for attribute in input.attrs.iter().filter(|attribute| is_source(attribute)) {
                let name = attribute.path().to_token_stream();
                let fault = Fault::new(format!("`#[{name}]` goes on a field of a variant"));
                errors.add(
                    attribute,
                    fault.help(format!("write it before the field that holds the cause: `Variant(#[{name}] ...)`")),
                );
            }
            let variants = data.variants.iter().map(|variant| read_variant(variant, errors)).collect();
            Some(Written { input, variants })
        }
        Data::Struct(data) => {
            errors.add(data.struct_token, Fault::new(FAULT));
            None
        }
        Data::Union(data) => {
            errors.add(data.union_token, Fault::new(FAULT));
            None
        }
    }
}

fn read_variant<'i>(syntax: &'i syn::Variant, errors: &mut Errors) -> Variant<'i> {
    let attributes = syntax.attrs.iter().filter(|attribute| attribute.path().is_ident("public"));
    let mappings = attributes.map(|attribute| read_mapping(attribute, errors)).collect();
    for attribute in syntax.attrs.iter().filter(|attribute| is_source(attribute)) {
        source_on_variant(attribute, syntax, errors);
    }
    let mut sources = Vec::new();
    for (index, field) in syntax.fields.iter().enumerate() {
        misplaced(&field.attrs, errors);
        sources.extend(read_sources(field, errors).map(|attribute| (index, attribute)));
    }
    Variant { syntax, mappings, sources }
}

/// `#[public(...)]` on the enum or on a field.
fn misplaced(attributes: &[Attribute], errors: &mut Errors) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("public")) {
        let fault = Fault::new("`#[public(...)]` goes on a variant");
        errors.add(attribute, fault.help("map each variant for itself"));
    }
}

/// `#[from] Storage(std::io::Error)`
fn source_on_variant(attribute: &Attribute, variant: &syn::Variant, errors: &mut Errors) {
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

fn read_sources<'i>(field: &'i Field, errors: &mut Errors) -> impl Iterator<Item = &'i Attribute> {
    let sources: Vec<_> = field.attrs.iter().filter(|attribute| is_source(attribute)).collect();
    for attribute in &sources {
        if !matches!(attribute.meta, Meta::Path(_)) {
            let name = attribute.path().to_token_stream();
            errors.add(attribute, Fault::new(format!("`#[{name}]` takes no value")).help(format!("write `#[{name}]`")));
        }
    }
    sources.into_iter()
}

fn read_mapping<'i>(attribute: &'i Attribute, errors: &mut Errors) -> Mapping<'i> {
    let mut mapping = Mapping { attribute, status: None, code: None, message: None, keys: Vec::new(), unclear: false };
    let tokens = match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        Meta::Path(_) => return mapping,
        Meta::NameValue(_) => {
            let fault = Fault::new("`public` takes its keys in parentheses");
            let help = "write `#[public(status = 409, code = \"...\", message = \"...\")]` or `#[public(internal)]`";
            errors.add(&attribute.meta, fault.help(help));
            mapping.unclear = true;
            return mapping;
        }
    };
    let pieces = split(tokens, errors);
    if pieces.iter().any(|piece| syn::parse2::<syn::Lit>(piece.clone()).is_ok()) {
        let fault = Fault::new("`public` takes its values by their keys");
        errors.add(attribute, fault.help("write `#[public(status = 409, code = \"...\", message = \"...\")]`"));
        mapping.unclear = true;
        return mapping;
    }
    for piece in pieces {
        match Entry::read(&piece, errors) {
            Some(entry) if mapping.key(&entry.name()).is_some() => {
                let fault = Fault::new(format!("the key `{}` stands twice", entry.key));
                errors.add(&entry.key, fault.help("remove one of them"));
            }
            Some(entry) => read_key(&mut mapping, &entry, errors),
            None => mapping.unclear = true,
        }
    }
    mapping
}

fn read_key(mapping: &mut Mapping<'_>, entry: &Entry, errors: &mut Errors) {
    let name = entry.name();
    match name.as_str() {
        "status" => mapping.status = number(entry, errors),
        "code" => mapping.code = entry.string("a word", "code = \"ROOM_TAKEN\"", errors),
        "message" => {
            mapping.message = entry.string("a text", "message = \"The room is taken.\"", errors);
        }
        "internal" => {
            entry.bare(errors);
        }
        _ => {
            let help = match nearest(&name, KEYS) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the keys are {}", listed(KEYS, '`')),
            };
            errors.add(&entry.key, Fault::new(format!("unknown key `{name}`")).help(help));
            mapping.unclear = true;
        }
    }
    mapping.keys.push(entry.key.clone());
}

/// `status = 409`.
fn number(entry: &Entry, errors: &mut Errors) -> Option<LitInt> {
    let (literal, found) = match &entry.value {
        Value::Assigned(value) => (syn::parse2::<LitInt>(value.clone()).ok(), format!(", found `{value}`")),
        Value::Nothing | Value::List(_) => (None, String::new()),
    };
    if literal.is_none() {
        let fault = Fault::new(format!("`status` takes a number{found}"));
        errors.add(entry.place(), fault.help("write `status = 409`"));
    }
    literal
}
