//! The struct and its fields, each with the rule that it is shown by.

use syn::{Attribute, DeriveInput, Ident, LitStr, Path, Type};

use super::serde_keys::SerdeKeys;

/// A struct of which some fields are for some callers only.
pub(super) struct Visible<'i> {
    pub(super) input: &'i DeriveInput,
    /// `app = path`
    pub(super) app: Option<Path>,
    /// `target`: conditions are decided about the value itself.
    pub(super) target: Option<Ident>,
    pub(super) serde: SerdeKeys,
    pub(super) fields: Vec<Field<'i>>,
}

pub(super) struct Field<'i> {
    pub(super) name: &'i Ident,
    /// With the struct's name for `Self`, which would be another type in the generated code.
    pub(super) ty: Type,
    /// The attributes that other derives read, but for serde's.
    pub(super) attributes: Vec<Attribute>,
    pub(super) serde: SerdeKeys,
    pub(super) rule: Option<Rule>,
}

/// What `#[visible(...)]` says on a field.
pub(super) struct Rule {
    /// Absent where it could not be read, and its fault reported.
    pub(super) permission: Option<LitStr>,
    /// `outright`: shown only to those who hold the permission for every target.
    pub(super) outright: Option<Ident>,
}
