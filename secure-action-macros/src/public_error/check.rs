//! What was written, checked: one small function for each rule, every fault reported.

use darling::ast::Style;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Index, LitStr, Member};

use super::model::{Field, PublicError, Seen, Source, Variant};
use super::parse::{self, Mapping, Written};
use super::screaming::{is_screaming, screaming};
use crate::diagnostics::{Errors, Fault};

/// Codes that stand for many failures: with them, only the message says which.
const GENERAL: [&str; 4] = ["CONFLICT", "MALFORMED_INPUT", "NOT_FOUND", "VALIDATION_ERROR"];

/// The enum, if every variant is mapped and the mappings hold together.
pub(super) fn check<'w>(written: &'w Written, errors: &mut Errors) -> Option<PublicError<'w>> {
    check_generics(written, errors);
    check_no_error(written, errors);
    check_codes(written, errors);
    check_conversions(written, errors);
    // What is said of the whole enum has been told: it is the one mistake, not that its variants say nothing.
    let misplaced = written.attrs.iter().any(|attribute| attribute.path().is_ident("public"));
    let variants = written.variants().iter().filter(|variant| !misplaced || !variant.mappings.is_empty());
    let variants: Vec<_> = variants.map(|variant| check_variant(variant, errors)).collect();
    Some(PublicError { ident: &written.ident, variants: variants.into_iter().collect::<Option<_>>()? })
}

/// `enum BookingError<T>`
fn check_generics(written: &Written, errors: &mut Errors) {
    let generics = &written.generics;
    if !generics.params.is_empty() {
        let fault = Fault::new(format!("the public error `{}` cannot be generic", written.ident));
        errors.add(generics, fault.help("name the types: an action has one table of what it may answer"));
    }
}

/// `#[derive(PublicError, thiserror::Error)]`: every `std::error::Error` becomes an internal failure, mapped or not.
fn check_no_error(written: &Written, errors: &mut Errors) {
    let variants = written.variants().iter().flat_map(|variant| &variant.attrs);
    let mut attributes = written.attrs.iter().chain(variants);
    if let Some(attribute) = attributes.find(|attribute| attribute.path().is_ident("error")) {
        let fault = Fault::new(format!("`{}` cannot be a `std::error::Error` as well", written.ident));
        let fault = fault.help("remove the other derive with its attributes; `#[from]` and `#[source]` are known here too");
        errors.add(attribute, fault.note("every `std::error::Error` becomes an internal failure, whatever its variants say"));
    }
}

/// `code = "ROOM_TAKEN"` with status 409 here and 410 there.
fn check_codes(written: &Written, errors: &mut Errors) {
    let mut earlier: Vec<(String, u16, &syn::Ident)> = Vec::new();
    for variant in written.variants() {
        let Some((code, status)) = variant.mappings.first().and_then(coded) else {
            continue;
        };
        match earlier.iter().find(|(other, ..)| *other == code.value()) {
            Some((_, other, name)) if *other != status => {
                let fault = Fault::new(format!("`{}` already has the status {other}, of the variant `{name}`", code.value()));
                errors.add(code, fault.help("a code has one status: choose another code, or the same status"));
            }
            _ => earlier.push((code.value(), status, &variant.ident)),
        }
    }
}

fn coded(mapping: &Mapping) -> Option<(&LitStr, u16)> {
    Some((mapping.code()?, mapping.status()?.base10_parse().ok()?))
}

/// Two variants with a `#[from]` of one type.
fn check_conversions(written: &Written, errors: &mut Errors) {
    let mut earlier: Vec<(String, &syn::Ident)> = Vec::new();
    for variant in written.variants() {
        for (_, field, attribute) in sources(variant) {
            if !attribute.path().is_ident("from") {
                continue;
            }
            let ty = field.ty.to_token_stream().to_string();
            match earlier.iter().find(|(other, _)| *other == ty) {
                Some((_, name)) => {
                    let fault = Fault::new(format!("`{name}` is already made from this type"));
                    errors.add(&field.ty, fault.help("write `#[source]` instead of `#[from]` on one of them"));
                }
                None => earlier.push((ty, &variant.ident)),
            }
        }
    }
}

fn check_variant<'w>(variant: &'w parse::Variant, errors: &mut Errors) -> Option<Variant<'w>> {
    let seen = check_mapping(variant, errors);
    let source = check_source(variant, errors);
    let fields = || variant.fields.iter().enumerate().map(|(index, field)| field_at(index, field));
    let mut shown: Vec<_> = fields().collect();
    let source = source.map(|(index, from)| Source { field: shown.remove(index), from });
    let named = variant.fields.style == Style::Struct;
    Some(Variant { ident: &variant.ident, seen: seen?, shown, source, named })
}

fn field_at(index: usize, field: &parse::Field) -> Field<'_> {
    let member = match &field.ident {
        Some(name) => Member::Named(name.clone()),
        None => Member::Unnamed(Index::from(index)),
    };
    Field { member, ty: &field.ty }
}

/// What the variant's attribute says, if it says one thing.
fn check_mapping(variant: &parse::Variant, errors: &mut Errors) -> Option<Seen> {
    let ident = &variant.ident;
    let [mapping, repeated @ ..] = variant.mappings.as_slice() else {
        let fault = Fault::new(format!("the variant `{ident}` does not say what clients see of it"));
        let code = screaming(&ident.unraw().to_string()).unwrap_or_else(|| "...".to_owned());
        let help = format!(
            "write `#[public(status = 409, code = \"{code}\", message = \"...\")]`; for a 500 that tells clients nothing, \
             write `#[public(internal)]`"
        );
        errors.add(ident, fault.help(help));
        return None;
    };
    for Mapping { attribute, .. } in repeated {
        let fault = Fault::new(format!("`#[public]` stands twice on `{ident}`"));
        errors.add(attribute, fault.help("write all keys into one attribute"));
    }
    if mapping.internal.is_some() {
        check_internal(mapping, errors);
        return Some(Seen::Internal);
    }
    check_complete(ident, mapping, errors);
    check_general(mapping, errors);
    let status = mapping.status().and_then(|literal| check_status(literal, errors));
    let code = mapping.code().and_then(|literal| check_code(literal, errors));
    let message = match mapping.message() {
        Some(literal) => check_message(literal, variant, errors)?,
        None => String::new(),
    };
    Some(Seen::Public { status: status?, code: code?, message })
}

/// `#[public(internal, message = "...")]`
fn check_internal(mapping: &Mapping, errors: &mut Errors) {
    let status = mapping.status.as_ref().map(|said| &said.key);
    let code = mapping.code.as_ref().map(|said| &said.key);
    let message = mapping.message.as_ref().map(|said| &said.key);
    for key in [status, code, message].into_iter().flatten() {
        let fault = Fault::new(format!("`{key}` contradicts `internal`, of which clients see nothing"));
        errors.add(key, fault.help("remove one of them"));
    }
}

/// `#[public(status = 409)]`, `#[public]`
fn check_complete(ident: &syn::Ident, mapping: &Mapping, errors: &mut Errors) {
    if mapping.unclear {
        return;
    }
    let code = screaming(&ident.unraw().to_string()).unwrap_or_else(|| "...".to_owned());
    let code = format!("code = \"{code}\"");
    let (missing, help) = match (&mapping.status, &mapping.code) {
        (Some(_), Some(_)) => return,
        (None, Some(_)) => ("`status`", "add `status = 409`".to_owned()),
        (Some(_), None) => ("`code`", format!("add `{code}`")),
        (None, None) => ("`status` and no `code`", format!("write `#[public(status = 409, {code})]` or `#[public(internal)]`")),
    };
    let fault = Fault::new(format!("the mapping of `{ident}` has no {missing}"));
    errors.add(mapping.attribute.path(), fault.help(help));
}

/// `#[public(status = 409, code = "CONFLICT")]`
fn check_general(mapping: &Mapping, errors: &mut Errors) {
    if let Some(code) = mapping.code()
        && GENERAL.contains(&code.value().as_str())
        && mapping.message.is_none()
        && !mapping.unclear
    {
        let fault = Fault::new(format!("`{}` alone does not tell clients what is wrong", code.value()));
        errors.add(code, fault.help("add `message = \"...\"`, or choose a code of your own that says it"));
    }
}

/// `status = 200`
fn check_status(literal: &syn::LitInt, errors: &mut Errors) -> Option<u16> {
    let status = literal.base10_parse::<u16>().ok().filter(|status| (400..=599).contains(status));
    if status.is_none() {
        let fault = Fault::new(format!("`{literal}` is not the status of an error"));
        errors.add(literal, fault.help("400 to 499 say that the request is at fault, 500 to 599 that the service is"));
    }
    status
}

/// `code = "roomTaken"`
fn check_code(literal: &LitStr, errors: &mut Errors) -> Option<String> {
    let code = literal.value();
    if is_screaming(&code) {
        return Some(code);
    }
    let fault = Fault::new(format!("the code `{code}` is not in screaming snake case"));
    let help = screaming(&code).unwrap_or_else(|| "ROOM_TAKEN".to_owned());
    errors.add(literal, fault.help(format!("write it as in `{help}`")));
    None
}

/// `message = ""`, `message = "{name} is taken"`
fn check_message(literal: &LitStr, variant: &parse::Variant, errors: &mut Errors) -> Option<String> {
    let message = literal.value();
    if message.trim().is_empty() {
        let fault = Fault::new("`message` is empty");
        errors.add(literal, fault.help("leave the key out: clients are told what the code says"));
        return None;
    }
    if let Some(placeholder) = placeholder(&message, variant) {
        let fault = Fault::new(format!("`{{{placeholder}}}` would reach clients as it stands: a message is a constant"));
        errors.add(literal, fault.help("say it without the value; the log shows the fields"));
        return None;
    }
    Some(message)
}

/// What stands between braces, where it means a field in a format string.
fn placeholder<'m>(message: &'m str, variant: &parse::Variant) -> Option<&'m str> {
    let braced = message.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(inside, _)| inside);
    let is_field = |name: &str| {
        let names = || variant.fields.iter().filter_map(|field| field.ident.as_ref());
        name.bytes().all(|byte| byte.is_ascii_digit()) || names().any(|ident| ident.unraw() == name)
    };
    braced.into_iter().find(|inside| is_field(inside.split(':').next().unwrap_or_default().trim()))
}

/// The position of the source, and whether it makes the variant.
fn check_source(variant: &parse::Variant, errors: &mut Errors) -> Option<(usize, bool)> {
    let ident = &variant.ident;
    let mut sources = sources(variant);
    let (index, _, attribute) = sources.next()?;
    for (.., attribute) in sources {
        let fault = Fault::new(format!("`{ident}` has a source already"));
        errors.add(attribute, fault.help("remove one of them; `#[from]` is a source as well"));
    }
    let from = attribute.path().is_ident("from");
    if from && variant.fields.len() > 1 {
        let fault = Fault::new(format!("`{ident}` has more fields than the one that it would be made from"));
        errors.add(attribute, fault.help("write `#[source]`, and make the variant where the other fields are known"));
    }
    Some((index, from))
}

/// The fields with `#[from]` or `#[source]`, with their positions, and the attribute.
fn sources(variant: &parse::Variant) -> impl Iterator<Item = (usize, &parse::Field, &syn::Attribute)> {
    let fields = variant.fields.iter().enumerate();
    fields.flat_map(|(index, field)| field.sources().map(move |attribute| (index, field, attribute)))
}
