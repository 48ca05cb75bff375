//! `DocumentAccess`: who may read the document, and with it how much it says; and who may open the page that shows it.

use crate::policy::PolicyTable;
use crate::spec::Access;

/// Who may read the OpenAPI document, or open the page that shows it. A decision like that of an action: it must be written.
///
/// The document for anyone leaves out what a 403 would not tell either: which roles, permissions and levels of authentication
/// an operation demands, and whom its limits spare. Everybody else reads the whole of it.
/// The page itself says nothing of the service.
///
/// ```
/// use secure_action::DocumentAccess;
///
/// let access = DocumentAccess::role("admin");
/// # let _ = access;
/// ```
#[derive(Clone, Copy, Debug)]
pub struct DocumentAccess(Readers);

#[derive(Clone, Copy, Debug)]
enum Readers {
    Anyone,
    Authenticated,
    Role(&'static str),
    Permission(&'static str),
}

impl DocumentAccess {
    /// Anyone: the public form.
    #[must_use]
    pub const fn public() -> Self {
        Self(Readers::Anyone)
    }

    /// Every authenticated caller whose credential is not narrowed.
    #[must_use]
    pub const fn auth() -> Self {
        Self(Readers::Authenticated)
    }

    /// Callers with this role of the policy.
    #[must_use]
    pub const fn role(name: &'static str) -> Self {
        Self(Readers::Role(name))
    }

    /// Callers with this permission of the policy.
    #[must_use]
    pub const fn permission(name: &'static str) -> Self {
        Self(Readers::Permission(name))
    }

    pub(crate) fn is_public(self) -> bool {
        matches!(self.0, Readers::Anyone)
    }

    /// As the guards know it.
    pub(crate) fn access(self, policy: &PolicyTable) -> Access {
        let names = |name: &'static str| -> &'static [&'static str] { vec![name].leak() };
        match self.0 {
            Readers::Anyone => Access::Public,
            Readers::Authenticated => Access::guarded(policy, &[], &[], &[]),
            Readers::Role(name) => Access::guarded(policy, &[], names(name), &[]),
            Readers::Permission(name) => Access::guarded(policy, &[], &[], names(name)),
        }
    }

    /// A name that the policy does not declare, as a fault of `what` is for its readers.
    pub(crate) fn fault(self, what: &str, policy: &PolicyTable) -> Option<String> {
        let (kind, name, known) = match self.0 {
            Readers::Anyone | Readers::Authenticated => return None,
            Readers::Role(name) => ("role", name, policy.role_index(name).is_some()),
            Readers::Permission(name) => ("permission", name, policy.permission_index(name).is_some()),
        };
        (!known).then(|| format!("{what} is for the {kind} `{name}`, which the policy does not declare: nobody could read it"))
    }
}
