//! What was written: the struct, its fields, and every `#[visible(...)]` with its keys read.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Data, DeriveInput, Fields, Meta, Path};

use super::model::{Field, Rule, Visible};
use super::serde_keys::SerdeKeys;
use crate::diagnostics::{Errors, Fault, listed, nearest};
use crate::entry::{Entry, Value, split};

/// The attributes that a field's documentation and schema are made from.
const HANDED_ON: [&str; 5] = ["doc", "schemars", "garde", "validate", "deprecated"];

/// The struct, or nothing and an error where it is none with named fields.
pub(super) fn read<'i>(input: &'i DeriveInput, errors: &mut Errors) -> Option<Visible<'i>> {
    let data = match &input.data {
        Data::Struct(data) => data,
        Data::Enum(data) => return refuse(data.enum_token, errors),
        Data::Union(data) => return refuse(data.union_token, errors),
    };
    let Fields::Named(fields) = &data.fields else {
        return refuse(&input.ident, errors);
    };
    let mut visible = Visible { input, app: None, target: None, serde: SerdeKeys::read(&input.attrs), fields: Vec::new() };
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("visible")) {
        read_container(&mut visible, attribute, errors);
    }
    visible.fields = fields.named.iter().filter_map(|field| read_field(field, &input.ident, errors)).collect();
    Some(visible)
}

fn refuse<T>(place: impl ToTokens, errors: &mut Errors) -> Option<T> {
    let fault = Fault::new("`#[derive(Visible)]` goes on a struct with named fields");
    errors.add(place, fault.help("mark the fields that are not for everybody: `#[visible(permission = \"user:update\")]`"));
    None
}

/// `#[visible(target, app = path)]` on the struct.
fn read_container(visible: &mut Visible<'_>, attribute: &Attribute, errors: &mut Errors) {
    for entry in entries(attribute, "#[visible(target)]", errors) {
        match entry.name().as_str() {
            "target" => {
                entry.bare(errors);
                visible.target = Some(entry.key);
            }
            "app" => match &entry.value {
                Value::Assigned(value) => match syn::parse2::<Path>(value.clone()) {
                    Ok(path) => visible.app = Some(path),
                    Err(_) => expected_path(&entry, errors),
                },
                Value::Nothing | Value::List(_) => expected_path(&entry, errors),
            },
            "permission" | "outright" => {
                let fault = Fault::new(format!("`{}` is said of a field", entry.key));
                errors.add(&entry.key, fault.help("put the attribute on each field that is not for everybody"));
            }
            _ => unknown(&entry, ["target", "app"], errors),
        }
    }
}

fn expected_path(entry: &Entry, errors: &mut Errors) {
    errors.add(entry.place(), Fault::new("`app` takes a path").help("write `app = crate::App`"));
}

fn read_field<'i>(syntax: &'i syn::Field, owner: &Ident, errors: &mut Errors) -> Option<Field<'i>> {
    let mut rule = None;
    for attribute in syntax.attrs.iter().filter(|attribute| attribute.path().is_ident("visible")) {
        if rule.is_some() {
            let fault = Fault::new("`#[visible]` stands twice on one field");
            errors.add(attribute, fault.help("a field is shown with one permission; grant another one that means both"));
        } else {
            rule = Some(read_rule(attribute, errors));
        }
    }
    let is_handed_on = |attribute: &&Attribute| HANDED_ON.iter().any(|name| attribute.path().is_ident(name));
    Some(Field {
        name: syntax.ident.as_ref()?,
        ty: syn::parse2(named(syntax.ty.to_token_stream(), owner)).ok()?,
        attributes: syntax.attrs.iter().filter(is_handed_on).collect(),
        serde: SerdeKeys::read(&syntax.attrs),
        rule,
    })
}

/// The same with a name for `Self`.
fn named(tokens: TokenStream, name: &Ident) -> TokenStream {
    let named = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => {
            let mut within = Group::new(group.delimiter(), named(group.stream(), name));
            within.set_span(group.span());
            within.into()
        }
        TokenTree::Ident(ident) if ident == "Self" => {
            let mut named = name.clone();
            named.set_span(name.span().located_at(ident.span()));
            named.into()
        }
        other => other,
    });
    named.collect()
}

fn read_rule(attribute: &Attribute, errors: &mut Errors) -> Rule {
    const EXAMPLE: &str = "#[visible(permission = \"user:update\")]";
    let mut rule = Rule { permission: None, outright: None };
    let before = errors.len();
    let mut said = false;
    for entry in entries(attribute, EXAMPLE, errors) {
        match entry.name().as_str() {
            "permission" => {
                said = true;
                rule.permission = entry.string("a permission", "permission = \"user:update\"", errors);
            }
            "outright" => {
                entry.bare(errors);
                rule.outright = Some(entry.key);
            }
            "role" => {
                let fault = Fault::new("a field is shown with a permission, not to a role");
                errors
                    .add(&entry.key, fault.help("grant the role a permission in `policy!`, and write `permission = \"...\"`"));
            }
            "target" | "app" => {
                let fault = Fault::new(format!("`{}` is said of the whole type", entry.key));
                errors.add(&entry.key, fault.help(format!("write `#[visible({})]` above the struct", entry.key)));
            }
            _ => unknown(&entry, ["permission", "outright"], errors),
        }
    }
    if !said && errors.len() == before {
        let fault = Fault::new("`#[visible]` does not say who sees the field");
        errors.add(attribute, fault.help(format!("write `{EXAMPLE}`")));
    }
    rule
}

/// The entries of one attribute, each key once.
fn entries(attribute: &Attribute, example: &str, errors: &mut Errors) -> Vec<Entry> {
    let tokens = match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        Meta::Path(_) => return Vec::new(),
        Meta::NameValue(_) => {
            errors
                .add(&attribute.meta, Fault::new("`visible` takes its keys in parentheses").help(format!("write `{example}`")));
            return Vec::new();
        }
    };
    let mut entries: Vec<Entry> = Vec::new();
    for piece in split(tokens, errors) {
        let Some(entry) = Entry::read(&piece, errors) else {
            continue;
        };
        if entries.iter().any(|earlier| earlier.key == entry.key) {
            let fault = Fault::new(format!("the key `{}` stands twice", entry.key));
            errors.add(&entry.key, fault.help("remove one of them"));
        } else {
            entries.push(entry);
        }
    }
    entries
}

fn unknown(entry: &Entry, keys: [&str; 2], errors: &mut Errors) {
    let name = entry.name();
    let help = match nearest(&name, keys) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the keys are {}", listed(keys, '`')),
    };
    errors.add(&entry.key, Fault::new(format!("unknown key `{name}`")).help(help));
}
