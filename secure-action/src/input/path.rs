//! `Path<T>`: the parameters of the route.

use std::borrow::Cow;

use axum::extract::{FromRequestParts, RawPathParams};
use futures_util::FutureExt;
use http::request::Parts;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::parameters::Parameters;
use super::read::parameter_fault;
use crate::action::{ActionSpec, Argument, Part, Stage, Take, Taking, TargetKey, sealed};
use crate::application::Application;
use crate::error::Refusal;
use crate::openapi::{Location, OperationBuilder, PathShape, path_shape};

/// The parameters of the route: one value, a tuple in their order, or a struct by their names.
///
/// An action takes it as `Path(id): Path<UserId>`. A value that does not parse is a 422 that names the parameter; the type
/// that parses it is the validation.
///
/// A parameter is one name. Whatever the type, control characters are a 400, and so is a value that is a way to something, however
/// it is encoded: with `.` or `..` between separators, or a separator at an end, such as `../../etc/passwd` or `/etc/passwd` (CWE-22,
/// ASVS 5.3.2). A separator inside, `group/project`, is allowed.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

/// A type that can be taken from the route.
///
/// Implemented for everything that implements `Deserialize` and `JsonSchema`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be taken from the route",
    label = "not a path type",
    note = "derive `serde::Deserialize` and `schemars::JsonSchema` for it"
)]
pub trait PathType: DeserializeOwned + JsonSchema + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema + Send + 'static> PathType for T {}

impl<T> sealed::Sealed for Path<T> {}

impl<App: Application, T: PathType> Argument<App> for Path<T> {
    const STAGE: Stage = Stage::Head;
    const PART: Part = Part::Path;

    type Key<Else> = Else;

    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self> {
        Take::Ready(take(taking.spec, taking.parts))
    }

    fn describe(operation: &mut OperationBuilder<'_>) {
        operation.parameters::<T>(Location::Path);
    }
}

fn take<T: PathType>(spec: &ActionSpec, parts: &mut Parts) -> Result<Path<T>, Refusal> {
    let raw = parameters(parts)?;
    let mut pairs = Vec::new();
    // By name and in the order of the route: a router around this one may have parameters of its own.
    for name in spec.path_parameters() {
        pairs.push((Cow::Borrowed(name), Cow::Borrowed(value(&raw, name)?)));
    }
    let name = pairs.first().map_or("", |(name, _)| name);
    T::deserialize(Parameters(&pairs)).map(Path).map_err(|fault| parameter_fault(name, &fault))
}

/// One parameter of the route, as text.
pub(crate) fn path_parameter(parts: &mut Parts, name: &str) -> Result<String, Refusal> {
    value(&parameters(parts)?, name).map(str::to_owned)
}

/// A value that is one text called `name`, such as the key of a target.
pub(crate) fn key<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, Refusal> {
    let pairs = [(Cow::Borrowed(name), Cow::Borrowed(text))];
    T::deserialize(Parameters(&pairs)).map_err(|fault| parameter_fault(name, &fault))
}

fn parameters(parts: &mut Parts) -> Result<RawPathParams, Refusal> {
    // axum has the parameters already: the future is ready at once, and fails only for bytes that are not UTF-8.
    match RawPathParams::from_request_parts(parts, &()).now_or_never() {
        Some(Ok(raw)) => Ok(raw),
        _ => Err(Refusal::malformed("the path is not encoded as it should be")),
    }
}

fn value<'r>(raw: &'r RawPathParams, name: &str) -> Result<&'r str, Refusal> {
    // The last one: a router around this one may have a parameter of the same name, which comes before.
    let Some((_, value)) = raw.iter().filter(|(known, _)| *known == name).last() else {
        return Err(Refusal::misconfigured("the route has other parameters than the action"));
    };
    if value.contains(char::is_control) {
        return Err(Refusal::malformed("the path contains control characters"));
    }
    // `../../etc/passwd` and `/etc/passwd` are no names, but ways out of the folder that a name is looked for in (CWE-22).
    if value.split(['/', '\\']).any(|segment| matches!(segment, "" | "." | "..")) {
        return Err(Refusal::malformed("the path names something by a way to it"));
    }
    Ok(value)
}

/// Whether the route's only parameter is the key of a target.
fn takes_key(spec: &ActionSpec) -> bool {
    spec.takes_target() && spec.path_parameters().count() == 1 && matches!(spec.target_key(), Some(TargetKey::Parameter(_)))
}

/// What does not fit between a route and the type that the function takes its parameters as.
pub(crate) fn path_faults(spec: &ActionSpec) -> Option<String> {
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
    match path_shape(spec)? {
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
