//! `Path<T>`: the parameters of the route.

use std::borrow::Cow;

use axum::extract::{FromRequestParts, RawPathParams};
use futures_util::FutureExt;
use http::request::Parts;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::parameters::Parameters;
use super::read::parameter_fault;
use crate::error::Refusal;
use crate::spec::ActionSpec;

/// The parameters of the route: one value, a tuple in their order, or a struct by their names.
///
/// An action takes it as `Path(id): Path<UserId>`. A value that does not parse is a 422 that names the parameter; the type
/// that parses it is the validation.
///
/// A parameter is one name. Whatever the type, control characters are a 400, and so is a value that is a way to something, however
/// it is encoded: with `.` or `..` between separators, or a separator at an end, such as `../../etc/passwd` or `/etc/passwd` (CWE-22,
/// ASVS 5.3.2). A separator inside, `group/project`, is allowed.
///
/// A URL ends up in logs and histories: an action that takes a [`Secret`](crate::Secret) from it does not start.
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

impl<T: PathType> Path<T> {
    /// The parameters of this action's route.
    pub(crate) fn read(spec: &ActionSpec, parts: &mut Parts) -> Result<Self, Refusal> {
        let raw = parameters(parts)?;
        let mut pairs = Vec::new();
        // By name and in the order of the route: a router around this one may have parameters of its own.
        for name in spec.path_parameters() {
            pairs.push((Cow::Borrowed(name), Cow::Borrowed(value(&raw, name)?)));
        }
        let name = pairs.first().map_or("", |(name, _)| name);
        T::deserialize(Parameters(&pairs)).map(Self).map_err(|fault| parameter_fault(name, &fault))
    }
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
