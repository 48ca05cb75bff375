//! The checked action: made by `check` only, so that `expand` cannot fail.

use proc_macro2::{Ident, Span};
use syn::{LitStr, Path, Type, Visibility};

use super::attribute::{Method, StepUp};
use super::documentation::Documentation;

/// An action that holds together; what the policy and the types say of it is checked by the compiler.
#[derive(Debug)]
pub(crate) struct Action<'i> {
    pub(crate) ident: &'i Ident,
    pub(crate) name: String,
    pub(crate) visibility: &'i Visibility,
    pub(crate) conditions: Vec<&'i syn::Attribute>,
    pub(crate) documentation: Documentation,
    pub(crate) app: Option<Path>,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) path_span: Span,
    pub(crate) has_parameters: bool,
    pub(crate) access: Access,
    pub(crate) target: Option<Target>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) body_limit: Option<u64>,
    pub(crate) timeout: Option<u64>,
    pub(crate) audit: Audit,
    pub(crate) event: Option<LitStr>,
    pub(crate) tag: Option<LitStr>,
    pub(crate) deprecated: bool,
    pub(crate) arguments: Vec<Type>,
    /// The arguments that the function says it does not use, and where it says so.
    pub(crate) unused: Vec<(usize, Span)>,
    /// `Result<T>` as it is written.
    pub(crate) output: Type,
    /// `T` of `Result<T, E>`, where it is written.
    pub(crate) answer: Option<Type>,
    /// `E` of `Result<T, E>`, where it is written.
    pub(crate) failure: Option<Type>,
}

/// Who may call.
#[derive(Debug)]
pub(crate) enum Access {
    Public,
    Guarded { schemes: Vec<String>, roles: Vec<LitStr>, permissions: Vec<LitStr>, scoped: bool, step_up: Option<StepUp> },
}

/// Where the key of the target is.
#[derive(Debug)]
pub(crate) enum Target {
    Parameter { name: String, span: Span },
    Input { name: String, argument: usize, fields: Vec<Ident>, span: Span },
}

/// One rate limit.
#[derive(Debug)]
pub(crate) struct Limit {
    pub(crate) quota: u32,
    pub(crate) seconds: u64,
    pub(crate) burst: Option<u32>,
    /// One key, or several together as one.
    pub(crate) by: Vec<By>,
    pub(crate) skip: Vec<LitStr>,
    pub(crate) failures: bool,
    pub(crate) denies: bool,
}

/// What a limit counts separately.
#[derive(Debug)]
pub(crate) enum By {
    Ip,
    Global,
    Caller,
    /// The field behind `input.`, the argument that holds it, and where the limit names it.
    Input {
        name: String,
        argument: usize,
        fields: Vec<Ident>,
        span: Span,
    },
}

/// How the outcome is recorded.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Audit {
    Recorded,
    Durable,
    Off,
}
