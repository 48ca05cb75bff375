//! The checked enum: made by `check` only, so that `expand` cannot fail.

use syn::{Ident, Member, Type};

/// An enum of which every variant says what clients may see.
pub(super) struct PublicError<'i> {
    pub(super) ident: &'i Ident,
    pub(super) variants: Vec<Variant<'i>>,
}

pub(super) struct Variant<'i> {
    pub(super) ident: &'i Ident,
    pub(super) seen: Seen,
    /// The fields that the log shows as they are.
    pub(super) shown: Vec<Field<'i>>,
    pub(super) source: Option<Source<'i>>,
    /// Whether the fields have names.
    pub(super) named: bool,
}

/// What clients see.
pub(super) enum Seen {
    Public { status: u16, code: String, message: String },
    Internal,
}

pub(super) struct Field<'i> {
    pub(super) member: Member,
    pub(super) ty: &'i Type,
}

/// What caused the failure.
pub(super) struct Source<'i> {
    pub(super) field: Field<'i>,
    /// Whether it makes the failure, and so has a `From`.
    pub(super) from: bool,
}
