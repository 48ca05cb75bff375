//! What was written, checked: one small function for each rule, every fault reported.

use syn::{Error, Ident};

use super::build::build;
use super::effect::check_effect;
use super::inherit::inherit;
use super::model::{MAX_ROLES, Policy};
use super::names::{is_name, is_snake_case, name, text};
use super::parse::{self, Written};
use crate::diagnostics::nearest;

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
    let policy = build(written, &roles, &includes, &mut errors);
    // What is without effect may be so because of another fault.
    if errors.is_empty() {
        check_effect(written, &policy, &mut errors);
    }
    check_bodies(written, &mut errors);
    (policy, errors)
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
        } else if !is_name(&name(ident)) {
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
                // Nobody means to inherit from itself.
                let own = super::names::name(&role.name);
                let others: Vec<String> = roles.iter().filter(|known| **known != own).cloned().collect();
                errors.push(unknown(parent, "role", &others));
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
                && written.target(&resource).is_none()
            {
                let message = format!(
                    "a condition on `{resource}`, which has no target type\nhelp: declare `resource {resource}: Type;`"
                );
                errors.push(Error::new(condition.keyword.span, message));
            }
        }
    }
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
