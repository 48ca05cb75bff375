//! What was written, checked: one small function for each rule, every fault reported.

use std::collections::BTreeMap;

use syn::ext::IdentExt;
use syn::{Error, Ident, Path};

use super::effect::check_effect;
use super::inherit::inherit;
use super::model::{Condition, Permission, Policy, Role};
use super::names::{is_snake_case, nearest, pascal_case};
use super::parse::{self, Written};

pub(super) const MAX_ROLES: usize = 64;
const MAX_PERMISSIONS: usize = 256;

/// The policy as far as it makes sense, and everything that does not.
pub(super) fn check(written: &Written) -> (Policy, Vec<Error>) {
    let mut errors = Vec::new();
    check_names(written, &mut errors);
    let resources = distinct(written.resources.iter().map(|resource| &resource.name), "resource", &mut errors);
    let roles = distinct(written.roles.iter().map(|role| &role.name), "role", &mut errors);
    check_counts(written, &mut errors);
    check_parents(written, &roles, &mut errors);
    for role in &written.roles {
        check_grants(role, written, &resources, &mut errors);
    }
    let includes = inherit(written, &roles, &mut errors);
    let policy = policy(written, &roles, &includes, &mut errors);
    // What is without effect may be so because of another fault.
    if errors.is_empty() {
        check_effect(written, &policy, &mut errors);
    }
    check_bodies(written, &mut errors);
    (policy, errors)
}

pub(super) fn name(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// Names as they stand on the wire: `user`, `read_all`.
fn check_names(written: &Written, errors: &mut Vec<Error>) {
    let operations = written.roles.iter().flat_map(|role| &role.grants).flat_map(|grants| &grants.operations);
    let idents = written.resources.iter().map(|resource| &resource.name);
    let idents = idents.chain(written.roles.iter().map(|role| &role.name)).chain(operations.map(|grant| &grant.operation));
    for ident in idents {
        if !is_snake_case(&name(ident)) {
            let message = format!("`{ident}` is not in lower snake case\nhelp: write it as in `read_all`");
            errors.push(Error::new(ident.span(), message));
        } else if matches!(name(ident).as_str(), "self" | "super" | "crate") {
            errors.push(Error::new(ident.span(), format!("`{ident}` cannot be a name\nhelp: choose another word")));
        }
    }
}

/// Names in order of declaration; a second declaration is a fault.
fn distinct<'w>(idents: impl Iterator<Item = &'w Ident>, kind: &str, errors: &mut Vec<Error>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for ident in idents {
        let name = name(ident);
        if names.contains(&name) {
            errors.push(Error::new(ident.span(), format!("the {kind} `{name}` is declared twice\nhelp: merge the two")));
        } else {
            names.push(name);
        }
    }
    names
}

fn check_counts(written: &Written, errors: &mut Vec<Error>) {
    if written.roles.is_empty() {
        let message = "the policy declares no role, so nobody could do anything\nhelp: add `role user { ... }`";
        let span = written.resources.first().map_or_else(proc_macro2::Span::call_site, |resource| resource.name.span());
        errors.push(Error::new(span, message));
    }
    if let Some(role) = written.roles.get(MAX_ROLES) {
        errors.push(Error::new(role.name.span(), format!("a policy has at most {MAX_ROLES} roles")));
    }
}

/// `role admin: moderator {}`: whether the grants were forgotten, or there are to be none, cannot be seen.
fn check_bodies(written: &Written, errors: &mut Vec<Error>) {
    for role in &written.roles {
        let Some(braces) = role.braces.filter(|_| role.grants.is_empty()) else { continue };
        let message = format!(
            "the role `{}` grants nothing\nhelp: write what it grants; for a role that is only a name, write `{};`",
            role.name,
            role.head()
        );
        errors.push(Error::new(braces.span.join(), message));
    }
}

/// `role admin: moderatr`
fn check_parents(written: &Written, roles: &[String], errors: &mut Vec<Error>) {
    for role in &written.roles {
        let mut seen: Vec<String> = Vec::new();
        for parent in &role.parents {
            let name = name(parent);
            if !roles.contains(&name) {
                errors.push(unknown(parent, "role", roles));
            } else if seen.contains(&name) {
                errors
                    .push(Error::new(parent.span(), format!("`{}` inherits from `{name}` twice\nhelp: remove one", role.name)));
            }
            seen.push(name);
        }
    }
}

/// `usr: delete;`, `user: delete, delete;`, `user: delete if ...` without a type of users
fn check_grants(role: &parse::Role, written: &Written, resources: &[String], errors: &mut Vec<Error>) {
    let mut seen: Vec<(String, Option<String>)> = Vec::new();
    for grants in &role.grants {
        let resource = name(&grants.resource);
        if !resources.contains(&resource) {
            errors.push(unknown(&grants.resource, "resource", resources));
        }
        for grant in &grants.operations {
            let permission = format!("{resource}:{}", name(&grant.operation));
            let condition = grant.condition.as_ref().map(|condition| text(&condition.function));
            let earlier = seen.iter().filter(|(known, _)| *known == permission);
            for (_, known) in earlier {
                let (message, help) = match (known, &condition) {
                    (known, condition) if known == condition => {
                        (format!("`{}` is granted `{permission}` twice", role.name), "remove one")
                    }
                    (Some(_), Some(_)) => continue,
                    _ => (
                        format!("`{}` is granted `{permission}` with a condition and without one", role.name),
                        "remove one: the condition would never decide",
                    ),
                };
                errors.push(Error::new(grant.operation.span(), format!("{message}\nhelp: {help}")));
            }
            seen.push((permission, condition));
            if let Some(condition) = &grant.condition
                && resources.contains(&resource)
                && target(written, &resource).is_none()
            {
                let message = format!(
                    "a condition on `{resource}`, which has no target type\nhelp: declare `resource {resource}: Type;`"
                );
                errors.push(Error::new(condition.keyword.span, message));
            }
        }
    }
}

/// The type that conditions on a resource look at.
fn target<'w>(written: &'w Written, resource: &str) -> Option<&'w Path> {
    written.resources.iter().find(|known| name(&known.name) == resource).and_then(|known| known.target.as_ref())
}

/// A path as its author would write it.
pub(super) fn text(path: &Path) -> String {
    let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let root = path.leading_colon.map_or("", |_| "::");
    format!("{root}{}", segments.join("::"))
}

fn unknown(ident: &Ident, kind: &str, known: &[String]) -> Error {
    let wanted = name(ident);
    let hint = match nearest(&wanted, known.iter().map(String::as_str)) {
        Some(near) => format!("\nhelp: did you mean `{near}`?"),
        None if known.is_empty() => format!("\nhelp: declare it with `{kind} {wanted}`"),
        None => format!("\nhelp: declared are `{}`", known.join("`, `")),
    };
    Error::new(ident.span(), format!("unknown {kind} `{wanted}`{hint}"))
}

fn policy(written: &Written, roles: &[String], includes: &[u64], errors: &mut Vec<Error>) -> Policy {
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
                if is_snake_case(&resource) && is_snake_case(&operation) {
                    let target = target(written, &resource).cloned();
                    let span = grant.operation.span();
                    let mut permission =
                        Permission { resource, operation, span, granted: 0, outright: 0, conditions: Vec::new(), target };
                    permission.grant(grant, holders, errors);
                    permissions.push(permission);
                }
            }
        }
    }
    permissions.truncate(MAX_PERMISSIONS);
    let roles = written.roles.iter().filter(|role| is_snake_case(&name(&role.name)));
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
        .map(|(role, includes)| Role { name: name(&role.name), span: role.name.span(), includes: *includes })
        .collect();
    Policy { roles, permissions }
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
