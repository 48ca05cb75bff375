//! What was written, as a policy: who holds which permission, and under which conditions.

use std::collections::BTreeMap;

use syn::Error;
use syn::ext::IdentExt;

use super::model::{Condition, MAX_PERMISSIONS, MAX_ROLES, Permission, Policy, Role};
use super::names::{is_name, name, pascal_case, text};
use super::parse::{self, Written};

/// The policy, as far as it can be made: what cannot is reported, and left out.
pub(super) fn build(written: &Written, roles: &[String], includes: &[u64], errors: &mut Vec<Error>) -> Policy {
    let mut permissions: Vec<Permission> = Vec::new();
    let mut markers: BTreeMap<(String, String), String> = BTreeMap::new();
    for role in &written.roles {
        let Some(own) = roles.iter().position(|known| *known == name(&role.name)).filter(|own| *own < MAX_ROLES) else {
            continue;
        };
        // Whoever includes this role holds what it grants.
        let holders = (0..)
            .zip(includes)
            .filter(|(_, set)| *set & (1 << own) != 0)
            .fold(0_u64, |set, (holder, _)| set | 1_u64.checked_shl(holder).unwrap_or_default());
        for grants in &role.grants {
            for grant in &grants.operations {
                let (resource, operation) = (name(&grants.resource), name(&grant.operation));
                if let Some(known) =
                    permissions.iter_mut().find(|known| known.resource == resource && known.operation == operation)
                {
                    known.grant(grant, holders, errors);
                    continue;
                }
                if let Some(other) = markers.insert((resource.clone(), pascal_case(&operation)), operation.clone()) {
                    let message = format!("`{operation}` and `{other}` would be the same type\nhelp: rename one");
                    errors.push(Error::new(grant.operation.span(), message));
                    continue;
                }
                if permissions.len() == MAX_PERMISSIONS {
                    errors.push(Error::new(
                        grant.operation.span(),
                        format!("a policy has at most {MAX_PERMISSIONS} permissions"),
                    ));
                }
                if is_name(&resource) && is_name(&operation) {
                    let target = written.target(&resource).cloned();
                    let span = grant.operation.span();
                    let docs = grants.docs.iter().chain(&grant.docs).cloned().collect();
                    let mut permission =
                        Permission { docs, resource, operation, span, granted: 0, outright: 0, conditions: Vec::new(), target };
                    permission.grant(grant, holders, errors);
                    permissions.push(permission);
                }
            }
        }
    }
    permissions.truncate(MAX_PERMISSIONS);
    check_condition_names(&mut permissions, errors);
    let roles = written.roles.iter().filter(|role| is_name(&name(&role.name)));
    let mut variants: BTreeMap<String, String> = BTreeMap::new();
    let roles = roles
        .filter(|role| {
            let name = name(&role.name);
            let Some(other) = variants.insert(pascal_case(&name), name.clone()) else { return true };
            if other != name {
                let message = format!("`{name}` and `{other}` would be the same variant of `Role`\nhelp: rename one");
                errors.push(Error::new(role.name.span(), message));
            }
            false
        })
        .zip(includes)
        .take(MAX_ROLES)
        .map(|(role, includes)| Role {
            docs: role.docs.clone(),
            name: name(&role.name),
            span: role.name.span(),
            includes: *includes,
        })
        .collect();
    let docs = written.resources.iter().map(|resource| (name(&resource.name), resource.docs.clone())).collect();
    Policy { roles, permissions, incomplete: false, docs }
}

/// `note: edit if Note::is_own, edit_condition;`, whose type would be called as that of the conditions of `edit`
fn check_condition_names(permissions: &mut Vec<Permission>, errors: &mut Vec<Error>) {
    let conditional: Vec<(String, String, String)> = permissions
        .iter()
        .filter(|permission| !permission.conditions.is_empty())
        .map(|permission| {
            (
                permission.resource.clone(),
                permission.operation.clone(),
                format!("{}Condition", pascal_case(&permission.operation)),
            )
        })
        .collect();
    permissions.retain(|permission| {
        let marker = pascal_case(&permission.operation);
        let taken = conditional.iter().find(|(resource, _, name)| *resource == permission.resource && *name == marker);
        if let Some((_, other, _)) = taken {
            let operation = &permission.operation;
            let message = format!("`{operation}` would be the same type as the conditions of `{other}`\nhelp: rename one");
            errors.push(Error::new(permission.span, message));
        }
        taken.is_none()
    });
}

impl Permission {
    /// Adds one grant to everyone who holds it.
    fn grant(&mut self, grant: &parse::Grant, holders: u64, errors: &mut Vec<Error>) {
        self.granted |= holders;
        // A condition without a target has had its message: what it names would only earn another one.
        let Some(condition) = grant.condition.as_ref().filter(|_| self.target.is_some()) else {
            self.outright |= holders;
            return;
        };
        let written = text(&condition.function);
        if let Some(known) = self.conditions.iter_mut().find(|known| text(&known.function) == written) {
            known.roles |= holders;
            return;
        }
        let last = condition.function.segments.last().map(|segment| segment.ident.unraw().to_string()).unwrap_or_default();
        let variant = pascal_case(&last);
        if let Some(other) = self.conditions.iter().find(|known| known.variant == variant) {
            let message = format!(
                "`{written}` and `{}` would have the same name in the scope of `{}:{}`\nhelp: rename one",
                text(&other.function),
                self.resource,
                self.operation
            );
            errors.push(Error::new(condition.keyword.span, message));
            return;
        }
        self.conditions.push(Condition { function: condition.function.clone(), variant, roles: holders });
    }
}
