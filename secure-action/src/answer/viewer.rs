//! `Viewer`: for whom an answer is written, and which of its fields that caller may see.

use std::any::TypeId;
use std::cell::RefCell;

use crate::caller::Caller;
use crate::policy::{Permission, Policy, RoleSet};

thread_local! {
    /// Nobody, except while an answer is written: what a function serializes for itself, for a cache or a queue, shows what
    /// everybody may see.
    static VIEWER: RefCell<Viewer> = const { RefCell::new(Viewer(None)) };
}

/// For whom an answer is written.
#[derive(Debug)]
#[doc(hidden)]
pub struct Viewer(Option<Caller>);

impl Viewer {
    /// The caller of an action; one that nobody had to authenticate for may have none.
    pub(crate) fn of(caller: Option<&Caller>) -> Self {
        Self(caller.map(Caller::handed_on))
    }

    /// Writes something for this viewer.
    pub(crate) fn reads<T>(self, write: impl FnOnce() -> T) -> T {
        // Nobody as well: whoever writes this may be in the middle of an answer for somebody.
        let _restored = Restored(VIEWER.replace(self));
        write()
    }

    /// What `decide` says of the caller, if its credential's scopes leave it this permission of `P`.
    fn may<P: Policy>(permission: u8, decide: impl FnOnce(&Caller) -> bool) -> bool {
        let decided = VIEWER.try_with(|viewer| {
            let viewer = viewer.borrow();
            let Some(caller) = &viewer.0 else {
                return false;
            };
            caller.scopes_of(TypeId::of::<P>()).is_none_or(|scopes| scopes.contains(permission)) && decide(caller)
        });
        decided.unwrap_or(false)
    }
}

/// Puts the viewer before back, also when a value panics while it is written.
struct Restored(Viewer);

impl Drop for Restored {
    fn drop(&mut self) {
        VIEWER.set(Viewer(self.0.0.take()));
    }
}

/// Whether the viewer holds the permission at this position of `P`, for every target.
#[must_use]
pub fn shown<P: Policy>(permission: u8) -> bool {
    let holders = || P::TABLE.permissions.get(usize::from(permission)).map_or(RoleSet::EMPTY, |entry| entry.outright);
    Viewer::may::<P>(permission, |caller| holders().intersects(caller.roles_of(TypeId::of::<P>())))
}

/// Whether the viewer holds the permission `P`, as `decide` decides for the value itself.
#[must_use]
pub fn shown_if<P: Permission>(decide: impl FnOnce(&Caller) -> bool) -> bool {
    Viewer::may::<P::Policy>(P::INDEX, decide)
}
