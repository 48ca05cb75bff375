//! What a policy means: made by `check` only, so that `expand` cannot fail.

use proc_macro2::Span;

/// A checked policy, inheritance resolved.
#[derive(Default)]
pub(super) struct Policy {
    pub(super) roles: Vec<Role>,
    pub(super) permissions: Vec<Permission>,
}

pub(super) struct Role {
    pub(super) name: String,
    pub(super) span: Span,
    /// Bit *i*: this role is, or inherits from, role *i*.
    pub(super) includes: u64,
}

pub(super) struct Permission {
    pub(super) resource: String,
    pub(super) operation: String,
    pub(super) span: Span,
    /// Bit *i*: role *i* holds it.
    pub(super) granted: u64,
}
