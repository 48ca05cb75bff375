//! Nothing in a policy is without effect: a line that grants nothing reads as if it did.
//!
//! Each of these is an error, although a policy without the line is the very same policy. Whoever reviews `role admin: member
//! { note: read; }` believes that taking the line out takes the right away, and whoever reads `resource report;` believes
//! that access to reports is decided somewhere. Nobody loses anything by it: what is meant for later goes into a comment.
//! A warning would be milder, but a macro on stable Rust can only borrow the words of another lint: "use of deprecated
//! constant", or "unused value that must be used", with `let _ =` as the proposed fix.

use syn::{Error, Ident};

use super::model::Policy;
use super::names::{name, text};
use super::parse::{Grant, Role, Written};
use crate::diagnostics::listed;

/// Every declaration without effect. Only for a policy that is sound otherwise: each name in it is known, and none stands
/// twice, so that roles have the same positions here and there.
pub(super) fn check_effect(written: &Written, policy: &Policy, errors: &mut Vec<Error>) {
    check_resources(written, errors);
    for (own, role) in (0_u32..).zip(&written.roles) {
        let inherited = Inherited { written, policy, own };
        check_idle_conditions(role, &inherited, errors);
        check_repeated_grants(role, &inherited, errors);
    }
}

/// `resource report;` on which no role is granted anything.
fn check_resources(written: &Written, errors: &mut Vec<Error>) {
    for resource in &written.resources {
        let wanted = name(&resource.name);
        if !written.roles.iter().flat_map(|role| &role.grants).any(|grants| name(&grants.resource) == wanted) {
            let message =
                format!("no role is granted anything on `{wanted}`\nhelp: grant it to a role, or remove the resource");
            errors.push(Error::new(resource.name.span(), message));
        }
    }
}

/// A role that inherits a permission for every target and is granted it again under a condition: whoever reads the policy
/// takes the role for narrower than it is.
fn check_idle_conditions(role: &Role, inherited: &Inherited<'_>, errors: &mut Vec<Error>) {
    for (resource, grant) in grants(role) {
        let Some(condition) = &grant.condition else { continue };
        if inherited.outright(resource, grant).is_some() {
            let message = format!(
                "`{}` inherits `{}:{}` without a condition, so this one would never decide\nhelp: remove the condition's grant, \
                 or do not inherit",
                role.name,
                name(resource),
                name(&grant.operation)
            );
            errors.push(Error::new(condition.keyword.span, message));
        }
    }
}

/// `role admin: member { note: read; }` where `member` is granted just that: at the role if that is all it grants.
fn check_repeated_grants(role: &Role, inherited: &Inherited<'_>, errors: &mut Vec<Error>) {
    let repeated: Vec<_> = grants(role)
        .filter_map(|(resource, grant)| {
            let from = inherited.repeated(resource, grant)?;
            let permission = format!("{}:{}", name(resource), name(&grant.operation));
            let condition = grant.condition.as_ref().map(|condition| format!(" if {}", text(&condition.function)));
            Some((&grant.operation, format!("{permission}{}", condition.unwrap_or_default()), name(&from.name)))
        })
        .collect();
    if repeated.len() > 1 && repeated.len() == grants(role).count() {
        let permissions = listed(repeated.iter().map(|(_, permission, _)| permission.as_str()), '`');
        let message = format!(
            "the role `{}` grants nothing of its own: it inherits {permissions}\nhelp: remove the grants; a role that is only a \
             name is written `{};`",
            role.name,
            role.head()
        );
        errors.push(Error::new(role.name.span(), message));
        return;
    }
    for (operation, permission, from) in repeated {
        let help = if grants(role).count() == 1 {
            format!("remove it; a role that is only a name is written `{};`", role.head())
        } else {
            "remove it".to_owned()
        };
        let message = format!("`{}` inherits `{permission}` from `{from}` already\nhelp: {help}", role.name);
        errors.push(Error::new(operation.span(), message));
    }
}

/// Each grant of a role with its resource.
fn grants(role: &Role) -> impl Iterator<Item = (&Ident, &Grant)> {
    role.grants.iter().flat_map(|grants| grants.operations.iter().map(|grant| (&grants.resource, grant)))
}

/// What a role has from others.
struct Inherited<'w> {
    written: &'w Written,
    policy: &'w Policy,
    /// The position of the role.
    own: u32,
}

impl<'w> Inherited<'w> {
    /// The role that grants this permission for every target.
    fn outright(&self, resource: &Ident, grant: &Grant) -> Option<&'w Role> {
        self.granting(resource, grant, |grant| grant.condition.is_none())
    }

    /// The role that grants just the same.
    fn repeated(&self, resource: &Ident, grant: &Grant) -> Option<&'w Role> {
        let condition = |grant: &Grant| grant.condition.as_ref().map(|condition| text(&condition.function));
        let wanted = condition(grant);
        self.granting(resource, grant, |grant| condition(grant) == wanted)
    }

    fn granting(&self, resource: &Ident, grant: &Grant, fits: impl Fn(&Grant) -> bool) -> Option<&'w Role> {
        let (resource, operation) = (name(resource), name(&grant.operation));
        let includes = self.policy.roles.get(self.own as usize)?.includes;
        let others = (0_u32..).zip(&self.written.roles).filter(|(role, _)| *role != self.own && includes & (1 << role) != 0);
        others.map(|(_, role)| role).find(|role| {
            grants(role).any(|(known, grant)| name(known) == resource && name(&grant.operation) == operation && fits(grant))
        })
    }
}
