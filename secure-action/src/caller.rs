//! `Caller`: who is calling, once authenticated.

mod identity;

use std::any::TypeId;
use std::fmt;

use serde::de::DeserializeOwned;

pub use identity::Identity;

use crate::policy::{PermissionSet, Role, RoleSet, Roles};

/// Who is calling, once authenticated. An action takes it as an argument.
///
/// Only the pipeline makes one: there is no constructor, no `Default`, no `Deserialize`, so nothing a client sends can
/// become one.
pub struct Caller {
    authenticator: &'static str,
    identity: Identity,
}

impl Caller {
    pub(crate) fn new(authenticator: &'static str, identity: Identity) -> Self {
        Self { authenticator, identity }
    }

    /// Whom an authenticator would have found, for calling a condition or an action as a plain function in a test: an id, or an
    /// [`Identity`] with roles.
    ///
    /// Needs the feature `testing` and debug assertions: a release build has no such function.
    ///
    /// ```
    /// use secure_action::Caller;
    ///
    /// struct Post {
    ///     author: String,
    /// }
    ///
    /// impl Post {
    ///     fn is_author(&self, caller: &Caller) -> bool {
    ///         self.author == caller.id()
    ///     }
    /// }
    ///
    /// // In a test:
    /// let post = Post { author: "uma".to_owned() };
    /// assert!(post.is_author(&Caller::for_test("uma")));
    /// assert!(!post.is_author(&Caller::for_test("eve")));
    /// ```
    #[cfg(all(feature = "testing", debug_assertions))]
    #[must_use]
    pub fn for_test(identity: impl Into<Identity>) -> Self {
        Self::new("test", identity.into())
    }

    /// The id of the caller: a token's `sub`.
    #[must_use]
    pub fn id(&self) -> &str {
        self.identity.subject()
    }

    /// The name of the authenticator that knows the caller: `"jwt"`. Another one may call somebody else by the same id.
    #[must_use]
    pub fn authenticator(&self) -> &'static str {
        self.authenticator
    }

    /// Whether the caller holds exactly this role; a role of another policy than the action's, it never holds. To decide access,
    /// use the attribute; this is for what a page shows.
    #[must_use]
    pub fn has_role<R: Role>(&self, role: R) -> bool {
        self.roles().contains(role)
    }

    /// The caller's roles, as the credential names them, inheritance not applied.
    #[must_use]
    pub fn roles(&self) -> Roles {
        self.identity.roles()
    }

    /// The verified claims of the credential, read as `T`. `None` if there are none, or if they do not have that shape.
    ///
    /// They are as old as the credential: decide access by the policy, not by a claim.
    #[must_use]
    pub fn claims<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(self.identity.claims()?).ok()
    }

    /// The credential's own identifier: a token's `jti`.
    #[must_use]
    pub fn credential_id(&self) -> Option<&str> {
        self.identity.credential().map(|id| &**id)
    }

    /// The caller's roles of this policy, by position.
    pub(crate) fn roles_of(&self, policy: TypeId) -> RoleSet {
        self.identity.roles().of(policy)
    }

    /// The permissions of this policy that the credential is narrowed to; `None`, if it is not narrowed.
    pub(crate) fn scopes_of(&self, policy: TypeId) -> Option<PermissionSet> {
        self.identity.scopes().map(|scopes| scopes.of(policy))
    }

    /// The same caller, for a function, or a proof that decides later.
    pub(crate) fn handed_on(&self) -> Self {
        Self::new(self.authenticator, self.identity.clone())
    }

    pub(crate) fn identity(&self) -> &Identity {
        &self.identity
    }
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller").field("id", &self.id()).field("authenticator", &self.authenticator).finish_non_exhaustive()
    }
}
