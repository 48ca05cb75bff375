//! What was written: the struct, its fields, and every `#[visible(...)]` with its keys read.

#![expect(clippy::unreachable, reason = "darling writes it for literals, which `Keys::read` keeps out")]

use darling::{FromDeriveInput, FromField, FromMeta};
use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Data, DeriveInput, Fields, LitStr, Meta, Path, Type};

use super::model::{Field, Rule, Visible};
use super::serde_keys::SerdeKeys;
use crate::diagnostics::{Errors, Fault};
use crate::entry::{Entry, Value};
use crate::said::{Bare, Keys, Misplaced, Said, Unknown, Word};

const RULE: &str = "#[visible(permission = \"user:update\")]";
const TWICE: &str = "remove one of them";

/// The attributes of the struct that this derive reads.
#[derive(FromDeriveInput)]
#[darling(forward_attrs(visible, serde))]
struct Container {
    attrs: Vec<Attribute>,
}

/// A field with the attributes that this derive reads or hands on.
#[derive(FromField)]
#[darling(forward_attrs(visible, serde, doc, schemars, garde, validate, deprecated))]
struct Written {
    ty: Type,
    attrs: Vec<Attribute>,
}

/// The keys on the struct: `#[visible(target, app = path)]`.
#[derive(Default, FromMeta)]
struct ContainerKeys {
    #[darling(multiple)]
    target: Vec<Said<Bare>>,
    #[darling(multiple)]
    app: Vec<Said<App>>,
    #[darling(multiple)]
    permission: Vec<Said<Misplaced>>,
    #[darling(multiple)]
    outright: Vec<Said<Misplaced>>,
    #[darling(flatten)]
    unknown: Unknown,
}

/// The keys on a field: `#[visible(permission = "user:update", outright)]`.
#[derive(Default, FromMeta)]
struct FieldKeys {
    #[darling(multiple)]
    permission: Vec<Said<Permission>>,
    #[darling(multiple)]
    outright: Vec<Said<Bare>>,
    #[darling(multiple)]
    role: Vec<Said<Misplaced>>,
    #[darling(multiple)]
    target: Vec<Said<Misplaced>>,
    #[darling(multiple)]
    app: Vec<Said<Misplaced>>,
    #[darling(flatten)]
    unknown: Unknown,
}

struct App(Path);

struct Permission(LitStr);

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
    let container = Container::from_derive_input(input).map_err(|error| errors.combine(error.into())).ok()?;
    let mut visible = Visible { input, app: None, target: None, serde: SerdeKeys::read(&container.attrs), fields: Vec::new() };
    for attribute in container.attrs.iter().filter(|attribute| attribute.path().is_ident("visible")) {
        read_container(&mut visible, attribute, errors);
    }
    visible.fields = fields.named.iter().filter_map(|field| read_field(field, &input.ident, errors)).collect();
    Some(visible)
}

fn refuse<T>(place: impl ToTokens, errors: &mut Errors) -> Option<T> {
    let fault = Fault::new("`#[derive(Visible)]` goes on a struct with named fields");
    errors.add(place, fault.help(format!("mark the fields that are not for everybody: `{RULE}`")));
    None
}

fn read_container(visible: &mut Visible<'_>, attribute: &Attribute, errors: &mut Errors) {
    let keys: ContainerKeys = read_keys(attribute, "#[visible(target)]", errors);
    if let Some(said) = Said::once(keys.target, TWICE, errors) {
        visible.target = Some(said.key);
    }
    if let Some(App(path)) = Said::once(keys.app, TWICE, errors).and_then(|said| said.value) {
        visible.app = Some(path);
    }
    for misplaced in [&keys.permission, &keys.outright] {
        let fault = |key: &Ident| Fault::new(format!("`{key}` is said of a field"));
        let help = "put the attribute on each field that is not for everybody";
        Said::refuse(misplaced, |key| fault(key).help(help), errors);
    }
    keys.unknown.refuse(["target", "app"], errors);
}

fn read_field<'i>(syntax: &'i syn::Field, owner: &Ident, errors: &mut Errors) -> Option<Field<'i>> {
    let written = Written::from_field(syntax).map_err(|error| errors.combine(error.into())).ok()?;
    let is_visible = |attribute: &&Attribute| attribute.path().is_ident("visible");
    let mut rules = written.attrs.iter().filter(is_visible);
    let rule = rules.next().map(|attribute| read_rule(attribute, errors));
    for attribute in rules {
        let fault = Fault::new("`#[visible]` stands twice on one field");
        errors.add(attribute, fault.help("a field is shown with one permission; grant another one that means both"));
    }
    let serde = SerdeKeys::read(&written.attrs);
    let is_handed_on = |attribute: &Attribute| !["visible", "serde"].iter().any(|name| attribute.path().is_ident(name));
    Some(Field {
        name: syntax.ident.as_ref()?,
        ty: syn::parse2(named(written.ty.into_token_stream(), owner)).ok()?,
        attributes: written.attrs.into_iter().filter(is_handed_on).collect(),
        serde,
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
    let before = errors.len();
    let keys: FieldKeys = read_keys(attribute, RULE, errors);
    let permission = Said::once(keys.permission, TWICE, errors);
    let outright = Said::once(keys.outright, TWICE, errors).map(|said| said.key);
    Said::refuse(
        &keys.role,
        |_| {
            Fault::new("a field is shown with a permission, not to a role")
                .help("grant the role a permission in `policy!`, and write `permission = \"...\"`")
        },
        errors,
    );
    for misplaced in [&keys.target, &keys.app] {
        let fault = |key: &Ident| Fault::new(format!("`{key}` is said of the whole type"));
        Said::refuse(misplaced, |key| fault(key).help(format!("write `#[visible({key})]` above the struct")), errors);
    }
    keys.unknown.refuse(["permission", "outright"], errors);
    if permission.is_none() && errors.len() == before {
        let fault = Fault::new("`#[visible]` does not say who sees the field");
        errors.add(attribute, fault.help(format!("write `{RULE}`")));
    }
    Rule { permission: permission.and_then(|said| said.value).map(|Permission(literal)| literal), outright }
}

fn read_keys<K: FromMeta + Default>(attribute: &Attribute, example: &str, errors: &mut Errors) -> K {
    match &attribute.meta {
        Meta::List(list) => Keys::read(list.tokens.clone(), errors).sorted,
        Meta::Path(_) => K::default(),
        Meta::NameValue(_) => {
            let fault = Fault::new("`visible` takes its keys in parentheses");
            errors.add(&attribute.meta, fault.help(format!("write `{example}`")));
            K::default()
        }
    }
}

impl Word for App {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let path = match &entry.value {
            Value::Assigned(value) => syn::parse2::<Path>(value.clone()).ok(),
            Value::Nothing | Value::List(_) => None,
        };
        if path.is_none() {
            errors.add(entry.place(), Fault::new("`app` takes a path").help("write `app = crate::App`"));
        }
        path.map(Self)
    }
}

impl Word for Permission {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        entry.string("a permission", "permission = \"user:update\"", errors).map(Self)
    }
}
