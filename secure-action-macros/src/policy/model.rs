//! What a policy means: made by `check` only, so that `expand` cannot fail.

use proc_macro2::{Ident, Span};
use syn::{Attribute, Path};

/// A set of roles is one word.
pub(super) const MAX_ROLES: usize = 64;
/// A position is one byte.
pub(super) const MAX_PERMISSIONS: usize = 256;

/// A checked policy, inheritance resolved.
#[derive(Default)]
pub(super) struct Policy {
    pub(super) roles: Vec<Role>,
    pub(super) permissions: Vec<Permission>,
    /// Whether something is wrong with it, so that what it lacks may be what could not be read.
    pub(super) incomplete: bool,
    /// The doc comments of resources.
    pub(super) docs: Vec<(String, Vec<Attribute>)>,
}

pub(super) struct Role {
    /// Its doc comment.
    pub(super) docs: Vec<Attribute>,
    pub(super) name: String,
    pub(super) span: Span,
    /// Bit *i*: this role is, or inherits from, role *i*.
    pub(super) includes: u64,
}

pub(super) struct Permission {
    /// The doc comment of the first grant.
    pub(super) docs: Vec<Attribute>,
    pub(super) resource: String,
    pub(super) operation: String,
    pub(super) span: Span,
    /// Bit *i*: role *i* holds it, if only under a condition.
    pub(super) granted: u64,
    /// Bit *i*: role *i* holds it for every target.
    pub(super) outright: u64,
    pub(super) conditions: Vec<Condition>,
    /// The type of the resource's targets.
    pub(super) target: Option<Path>,
}

impl Permission {
    /// As attributes and scopes name it.
    pub(super) fn wire_name(&self) -> String {
        format!("{}:{}", self.resource, self.operation)
    }

    /// The module of its type.
    pub(super) fn module(&self) -> Ident {
        module(&self.resource)
    }
}

/// The module of a resource, raw if its name is a keyword.
pub(super) fn module(resource: &str) -> Ident {
    syn::parse_str(resource).unwrap_or_else(|_| Ident::new_raw(resource, Span::call_site()))
}

/// A condition under which some roles hold a permission.
pub(super) struct Condition {
    pub(super) function: Path,
    /// The variant that names it in a scope.
    pub(super) variant: String,
    /// Bit *i*: role *i* holds the permission under it.
    pub(super) roles: u64,
}
