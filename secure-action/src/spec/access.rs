//! `Access`: who may call an action, as constant data.

use std::time::Duration;

use super::argument::{ArgumentSpec, Part};
use super::step_up::StepUp;
use crate::policy::{PermissionSet, PolicyTable, RoleSet};

/// Who may call an action.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Access {
    /// Anyone, authenticated or not.
    Public,
    /// Authenticated callers that fulfil every requirement.
    Guarded(Requirement),
}

/// What a guarded action demands of its caller.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Requirement {
    /// The names of the authenticators whose credentials are accepted, as in `auth(jwt)`; empty: every configured one.
    pub schemes: &'static [&'static str],
    /// The roles that `role` names: any of them. Empty: no role is demanded.
    pub roles: &'static [&'static str],
    /// The permissions that `permission` names: all of them.
    pub permissions: &'static [&'static str],
    /// Whether credentials that are narrowed to scopes are accepted although no permission says which scope they need, as by
    /// `scoped`.
    pub scoped: bool,
    /// How recently and at which level the caller must have authenticated, as in `auth(max_age = "5m")`.
    pub step_up: Option<StepUp>,
    /// The roles that count as one of `roles`, inheritance resolved.
    pub(crate) admitted: RoleSet,
    /// The roles that hold every one of `permissions`.
    pub(crate) holders: RoleSet,
    /// `permissions`, by position.
    pub(crate) needed: PermissionSet,
    /// Those of `needed` whose conditions are decided on a target.
    pub(crate) targeted: PermissionSet,
}

/// Where the key of a target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub enum TargetKey {
    /// A parameter of the route.
    Parameter(&'static str),
    /// A field of the input.
    Input(&'static str),
}

impl Requirement {
    /// Whether a credential that is narrowed to scopes is refused, whichever they are: no permission says which one it needs.
    pub(crate) const fn refuses_narrowed(&self) -> bool {
        self.permissions.is_empty() && !self.scoped
    }

    /// The roles that hold a permission well enough to enter: for every target, or for some where a target is decided on.
    pub(crate) const fn holders_of(&self, policy: &PolicyTable, name: &str) -> RoleSet {
        match policy.permission_index(name) {
            Some(index) if self.targeted.contains(index) => policy.roles_granted(name),
            Some(_) => policy.roles_granted_outright(name),
            None => RoleSet::EMPTY,
        }
    }
}

impl Access {
    /// Authenticated callers that fulfil every requirement.
    #[doc(hidden)]
    #[must_use]
    pub const fn guarded(
        policy: &PolicyTable,
        schemes: &'static [&'static str],
        roles: &'static [&'static str],
        permissions: &'static [&'static str],
    ) -> Self {
        let mut admitted = RoleSet::EMPTY;
        let mut rest = roles;
        while let [role, tail @ ..] = rest {
            admitted = admitted.union(policy.roles_including(role));
            rest = tail;
        }
        let mut needed = PermissionSet::EMPTY;
        let mut rest = permissions;
        while let [name, tail @ ..] = rest {
            if let Some(index) = policy.permission_index(name) {
                needed = needed.with(index);
            }
            rest = tail;
        }
        let (holders, targeted) = (RoleSet::EMPTY, PermissionSet::EMPTY);
        let (scoped, step_up) = (false, None);
        Self::Guarded(Requirement { schemes, roles, permissions, scoped, step_up, admitted, holders, needed, targeted })
            .with_targets(policy, &[])
    }

    /// A permission that some roles hold only under a condition counts for them only where `arguments` has its target, and no
    /// proof beside it that it is held for every target.
    pub(crate) const fn with_targets(self, policy: &PolicyTable, arguments: &[ArgumentSpec]) -> Self {
        let Self::Guarded(mut requirement) = self else {
            return self;
        };
        let mut rest = arguments;
        while let [argument, tail @ ..] = rest {
            if let Part::Authorized(index) | Part::Pending(index) = argument.part
                && !takes_permit(arguments, index)
            {
                requirement.targeted = requirement.targeted.with(index);
            }
            rest = tail;
        }
        requirement.holders = RoleSet::ALL;
        let mut rest = requirement.permissions;
        while let [name, tail @ ..] = rest {
            requirement.holders = requirement.holders.intersection(requirement.holders_of(policy, name));
            rest = tail;
        }
        Self::Guarded(requirement)
    }

    /// Accepts credentials that are narrowed to scopes, whichever they are.
    #[doc(hidden)]
    #[must_use]
    pub const fn scoped(self) -> Self {
        match self {
            Self::Public => Self::Public,
            Self::Guarded(requirement) => Self::Guarded(Requirement { scoped: true, ..requirement }),
        }
    }

    /// Demands a recent authentication, or one of a certain level.
    #[doc(hidden)]
    #[must_use]
    pub const fn step_up(self, max_age: Option<Duration>, acr: &'static [&'static str]) -> Self {
        match self {
            Self::Public => Self::Public,
            Self::Guarded(requirement) => {
                Self::Guarded(Requirement { step_up: Some(StepUp::new(max_age, acr)), ..requirement })
            }
        }
    }

    /// Whether anyone may call.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        matches!(self, Self::Public)
    }
}

/// Whether any of these arguments is a proof of the permission for every target.
const fn takes_permit(arguments: &[ArgumentSpec], permission: u8) -> bool {
    let mut rest = arguments;
    while let [argument, tail @ ..] = rest {
        if let Part::Permit(index) = argument.part
            && index == permission
        {
            return true;
        }
        rest = tail;
    }
    false
}
