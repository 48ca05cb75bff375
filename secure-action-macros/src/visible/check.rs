//! What was written, checked: one small function for each rule, every fault reported.

use super::model::{Field, Visible};
use super::serde_keys::SerdeKeys;
use crate::diagnostics::{Errors, Fault};

pub(super) fn check<'i>(visible: Visible<'i>, errors: &mut Errors) -> Visible<'i> {
    check_generics(&visible, errors);
    check_something_restricted(&visible, errors);
    check_form(&visible, errors);
    check_written_only(&visible.serde, errors);
    for field in &visible.fields {
        check_flattened(field, errors);
        check_written_only(&field.serde, errors);
    }
    visible
}

/// `struct Page<T>`
fn check_generics(visible: &Visible<'_>, errors: &mut Errors) {
    let generics = &visible.input.generics;
    if !generics.params.is_empty() {
        let fault =
            Fault::new(format!("`{}` cannot be generic where some of its fields are not for everybody", visible.input.ident));
        errors.add(
            generics,
            fault.help("name the types; a generic type around it, like `Page<T>`, derives `Serialize` as always"),
        );
    }
}

/// No `#[visible]` on any field.
fn check_something_restricted(visible: &Visible<'_>, errors: &mut Errors) {
    if visible.fields.iter().all(|field| field.rule.is_none()) && errors.is_empty() {
        let fault = Fault::new(format!("every field of `{}` is for everybody", visible.input.ident));
        let help =
            "mark those that are not, `#[visible(permission = \"user:update\")]`, or derive `Serialize` and `JsonSchema`";
        errors.add(&visible.input.ident, fault.help(help));
    }
}

/// serde's ways to serialize something else than the fields.
fn check_form(visible: &Visible<'_>, errors: &mut Errors) {
    for name in ["into", "transparent", "remote"] {
        if let Some(key) = visible.serde.key(name) {
            let fault = Fault::new(format!("with `{name}`, something else than the fields would be serialized"));
            errors.add(key, fault.help("remove it: what is shown is decided field by field"));
        }
    }
}

/// `#[serde(default)]`: schemars would ask it of the references to the fields, and without it the schema of what is read lies.
fn check_written_only(serde: &SerdeKeys, errors: &mut Errors) {
    if let Some(key) = serde.key("default") {
        let fault = Fault::new("`default` is about reading, and `Visible` is about what is written");
        errors.add(key, fault.help("remove it: what is read, of a client or a database, is a type of its own"));
    }
}

/// `#[serde(flatten)] #[visible(...)]`
fn check_flattened(field: &Field<'_>, errors: &mut Errors) {
    if let (Some(_), Some(key)) = (&field.rule, field.serde.key("flatten")) {
        let fault = Fault::new(format!("`{}` cannot be flattened and left out", field.name));
        errors.add(key, fault.help("mark the fields inside of it, or do not flatten it"));
    }
}
