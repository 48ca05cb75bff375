//! `Taking`: the request as the arguments of a function see it.

use std::any::Any;
use std::fmt;
use std::net::IpAddr;

use http::HeaderValue;
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::key_field::KeyField;
use crate::audit::{AuditNote, Resource};
use crate::authz::Decisions;
use crate::caller::Caller;
use crate::error::{FieldErrors, Refusal};
use crate::input::{ReceivedBody, key, path_parameter};
use crate::policy::Application;
use crate::request::RequestId;
use crate::spec::{ActionSpec, TargetKey};

/// The request as the arguments see it: every guard before them has passed.
pub struct Taking<'r, App: Application> {
    pub(crate) spec: &'static ActionSpec,
    pub(crate) parts: &'r mut Parts,
    pub(crate) body: ReceivedBody,
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
    pub(super) fn refused(&mut self, mut refusal: Refusal) {
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
