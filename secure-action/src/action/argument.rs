//! `Argument`: what a function may take, and in which stage of the pipeline it is taken.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

use bytes::Bytes;
use http::HeaderValue;
use http::request::Parts;

use serde::de::DeserializeOwned;

use super::{Access, ActionSpec, KeyField, TargetKey};
use crate::application::Application;
use crate::audit::{AuditNote, Resource};
use crate::authn::Caller;
use crate::authz::Decisions;
use crate::error::{FieldErrors, Refusal};
use crate::input::{key, path_parameter};
use crate::openapi::OperationBuilder;
use crate::request::RequestId;

/// The stage of the pipeline in which an argument is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// From the request line, the headers, or what the guards established.
    Head,
    /// From the body; at most one argument of a function.
    Body,
    /// Loaded, once every limit holds; at most one argument of a function.
    Target,
}

/// The stages of the pipeline in which arguments are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub enum Phase {
    /// Stage 7: everything but the target.
    Input,
    /// Stage 9: the target.
    Target,
}

/// The part of the request that an argument is, where a rule depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub enum Part {
    /// The caller, who must be there.
    Caller,
    /// The caller, if there is one.
    OptionalCaller,
    /// The parameters of the route.
    Path,
    /// Proof of the permission at this position.
    Permit(u8),
    /// Proof of the permission at this position, for a target that the pipeline loads.
    Authorized(u8),
    /// Proof of the permission at this position, for targets that the function loads.
    Pending(u8),
    /// Anything else.
    Other,
}

/// A type that a function annotated with `#[action]` may take.
///
/// Sealed: foreign extractors are taken as [`Extract<E>`](crate::Extract).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as an action argument",
    label = "not an action argument",
    note = "an action takes `Caller`, `Option<Caller>`, `State<T>`, `Path<T>`, `Query<T>`, `Input<T>`, `Client` or `AuditNote`, and the proofs `Permit<P>`, `Authorized<P>` and `Pending<P>`",
    note = "any other axum extractor is taken as `Extract<E>`: what it yields is neither validated nor documented"
)]
pub trait Argument<App: Application>: sealed::Sealed + Sized + Send {
    /// When it is taken.
    const STAGE: Stage;

    /// What part of the request it is.
    #[doc(hidden)]
    const PART: Part = Part::Other;

    /// What it is found by if it is a target, and `Else` if it is none: of all arguments together, each the `Else` of the one
    /// before it, this is what the target is found by.
    #[doc(hidden)]
    type Key<Else>;

    /// Takes it from the request.
    #[doc(hidden)]
    fn take<'t>(taking: &'t mut Taking<'_, App>) -> Take<'t, Self>;

    /// Adds what it takes to the documented operation.
    #[doc(hidden)]
    fn describe(operation: &mut OperationBuilder<'_>);

    /// All that generated code asks for: a type that is no argument is then reported in the same words at the same place each
    /// time, which the compiler prints once.
    #[doc(hidden)]
    const ARGUMENT: ArgumentOf<App, Self> =
        ArgumentOf { spec: ArgumentSpec { stage: Self::STAGE, part: Self::PART, describe: Self::describe }, take: Self::take };
}

/// An argument that was taken, or one that a foreign extractor waits for.
#[doc(hidden)]
pub enum Take<'t, T> {
    /// It is here, or it cannot be had.
    Ready(Result<T, Refusal>),
    /// It is being waited for.
    Later(Pin<Box<dyn Future<Output = Result<T, Refusal>> + Send + 't>>),
}

impl<T> fmt::Debug for Take<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ready(_) => "Ready",
            Self::Later(_) => "Later",
        })
    }
}

/// One argument position of a function.
#[derive(Clone, Copy, Debug)]
#[doc(hidden)]
pub struct ArgumentOf<App: Application, T> {
    spec: ArgumentSpec,
    take: for<'t> fn(&'t mut Taking<'_, App>) -> Take<'t, T>,
}

impl<App: Application, T> ArgumentOf<App, T> {
    pub(super) fn is_of(&self, phase: Phase) -> bool {
        matches!(self.spec.stage, Stage::Target) == matches!(phase, Phase::Target)
    }

    /// Its description.
    #[must_use]
    pub const fn spec(&self) -> ArgumentSpec {
        self.spec
    }
}

pub(crate) mod sealed {
    /// Keeps [`Argument`](super::Argument) and [`Answer`](crate::Answer) to this crate.
    pub trait Sealed {}
}

/// One argument of a function, as data: what the document is made from.
#[derive(Clone, Copy)]
pub struct ArgumentSpec {
    /// When it is taken.
    pub stage: Stage,
    pub(crate) part: Part,
    pub(crate) describe: fn(&mut OperationBuilder<'_>),
}

impl fmt::Debug for ArgumentSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArgumentSpec").field("stage", &self.stage).finish_non_exhaustive()
    }
}

/// The request as the arguments see it: every guard before them has passed.
pub struct Taking<'r, App: Application> {
    pub(crate) spec: &'static ActionSpec,
    pub(crate) parts: &'r mut Parts,
    pub(crate) body: Bytes,
    pub(crate) media_type: Option<crate::input::MediaType>,
    pub(crate) state: &'r App::State,
    pub(crate) caller: Option<&'r Caller>,
    pub(crate) client: IpAddr,
    pub(crate) user_agent: Option<&'r HeaderValue>,
    pub(crate) request_id: &'r RequestId,
    pub(crate) note: &'r mut Option<AuditNote>,
    pub(crate) decisions: &'r mut Decisions,
    /// An `Option<KeyField<_>>`, where the key of the target is a field of the input.
    pub(crate) target: Option<&'r mut (dyn Any + Send)>,
    pub(crate) resource: &'r mut Option<Resource>,
    pub(crate) fields: FieldErrors,
    pub(crate) refusal: Option<Refusal>,
}

impl<App: Application> Taking<'_, App> {
    /// Takes one argument. A failure is kept, so that the other arguments still report theirs.
    #[doc(hidden)]
    pub async fn argument<T>(&mut self, argument: ArgumentOf<App, T>) -> Option<T> {
        let taken = match (argument.take)(self) {
            Take::Ready(taken) => taken,
            Take::Later(taken) => taken.await,
        };
        match taken {
            Ok(argument) => Some(argument),
            Err(refusal) => {
                self.refused(refusal);
                None
            }
        }
    }

    /// Refuses a proof of a permission that nobody was asked for: `#[action]` does not compile then, so this was not made by it.
    pub(crate) fn demands(&self, permission: u8) -> Result<(), Refusal> {
        match &self.spec.access {
            Access::Guarded(requirement) if requirement.needed.contains(permission) => Ok(()),
            _ => Err(Refusal::misconfigured("a proof of a permission that the action does not demand")),
        }
    }

    /// As [`demands`](Self::demands), of everybody for every target.
    pub(crate) fn demands_outright(&self, permission: u8) -> Result<(), Refusal> {
        match &self.spec.access {
            Access::Guarded(requirement) if !requirement.targeted.contains(permission) => self.demands(permission),
            _ => Err(Refusal::misconfigured("a proof for every target of a permission that is decided on one")),
        }
    }

    /// The key of the target of `permission`, which is what the call is about from now on.
    pub(crate) fn target_key<K: DeserializeOwned + 'static>(&mut self, permission: &'static str) -> Result<K, Refusal> {
        let kind = permission.split_once(':').map_or(permission, |(resource, _)| resource);
        let field = self.target.take().and_then(|field| field.downcast_mut::<Option<KeyField<K>>>()?.take());
        match (self.spec.target_key(), field) {
            (Some(TargetKey::Input(_)), Some(field)) => {
                let (key, resource) = field.into_key(kind);
                *self.resource = Some(resource);
                Ok(key)
            }
            (Some(TargetKey::Parameter(name)), _) => {
                let text = path_parameter(self.parts, name)?;
                let key = key(name, &text);
                *self.resource = Some(Resource::new(kind, text));
                key
            }
            _ => Err(Refusal::misconfigured("it is not clear where the key of the target is")),
        }
    }

    /// Field errors of all arguments are reported together; any other refusal comes before them, the first one first. One without
    /// fields is any other, whatever its code: every refusal refuses.
    fn refused(&mut self, mut refusal: Refusal) {
        let fields = if refusal.is_validation() { refusal.take_fields() } else { FieldErrors::new() };
        if !fields.is_empty() {
            self.fields.append(fields);
        } else if self.refusal.is_none() {
            self.refusal = Some(refusal);
        }
    }

    /// Whether every argument could be taken, and why not.
    pub(crate) fn done(self) -> Result<(), Refusal> {
        match self.refusal {
            Some(refusal) => Err(refusal),
            None if self.fields.is_empty() => Ok(()),
            None => Err(Refusal::invalid(self.fields)),
        }
    }
}

impl<App: Application> fmt::Debug for Taking<'_, App> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Taking").field("spec", &self.spec.name).finish_non_exhaustive()
    }
}
