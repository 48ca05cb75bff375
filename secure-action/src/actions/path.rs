//! The last check of a route: that its parameters are what the function takes, which the compiler cannot see.

use crate::openapi::{Describe, PathShape, path_shape};
use crate::spec::{ActionSpec, Part, TargetKey};

/// Whether the route's only parameter is the key of a target.
fn takes_key(spec: &ActionSpec) -> bool {
    spec.takes_target() && spec.path_parameters().count() == 1 && matches!(spec.target_key(), Some(TargetKey::Parameter(_)))
}

/// What does not fit between a route and the type that the function takes its parameters as.
pub(super) fn path_fault(spec: &ActionSpec, arguments: &[Describe]) -> Option<String> {
    let names: Vec<_> = spec.path_parameters().collect();
    let taken = spec.arguments.iter().any(|argument| argument.part == Part::Path) || takes_key(spec);
    let (name, path) = (spec.name, spec.path);
    match (names.len(), taken) {
        (0, false) => return None,
        (0, true) => return Some(format!("`{name}` takes a `Path`, but its route {path} has no parameters")),
        (_, false) => {
            return Some(format!("the route {path} of `{name}` has parameters that the function does not take as `Path`"));
        }
        _ => {}
    }
    match path_shape(arguments)? {
        PathShape::Single if names.len() == 1 => None,
        PathShape::Single => {
            Some(format!("`{name}` takes one value as `Path`, but its route {path} has {} parameters", names.len()))
        }
        PathShape::Tuple(arity) if arity == names.len() => None,
        PathShape::Tuple(arity) => {
            Some(format!("`{name}` takes {arity} values as `Path`, but its route {path} has {} parameters", names.len()))
        }
        PathShape::Fields(fields) => {
            let missing: Vec<_> = names.iter().filter(|known| !fields.iter().any(|field| field == *known)).copied().collect();
            let extra: Vec<_> = fields.iter().map(String::as_str).filter(|field| !names.contains(field)).collect();
            match (missing.as_slice(), extra.as_slice()) {
                ([], []) => None,
                ([], extra) => {
                    Some(format!("the `Path` of `{name}` has fields that its route {path} does not: {}", extra.join(", ")))
                }
                (missing, _) => Some(format!(
                    "the route {path} of `{name}` has parameters that its `Path` does not: {}",
                    missing.join(", ")
                )),
            }
        }
    }
}
