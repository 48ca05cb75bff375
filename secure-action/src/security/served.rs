//! `Served`: what a server learns of the configurations whose actions it serves.

use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use super::Core;

/// The configurations whose actions one server has served. [`serve`](crate::serve()) gets a plain router, which cannot tell; so
/// the server lets this ride on each request, and stage 1 puts the configuration in.
///
/// Held until the server has stopped: whoever else lets go of a configuration, its audit trail is flushed.
#[derive(Clone, Default)]
pub(crate) struct Served(Arc<Known>);

#[derive(Default)]
struct Known {
    /// Nearly always the only one, and found without a lock.
    first: OnceLock<Arc<Core>>,
    more: RwLock<Vec<Arc<Core>>>,
}

impl Served {
    /// A request of this server has come to an action of `core`.
    pub(crate) fn announce(&self, core: &Arc<Core>) {
        let first = self.0.first.get_or_init(|| Arc::clone(core));
        if Arc::ptr_eq(first, core) || self.0.more.read().unwrap_or_else(PoisonError::into_inner).iter().any(is(core)) {
            return;
        }
        let mut more = self.0.more.write().unwrap_or_else(PoisonError::into_inner);
        if !more.iter().any(is(core)) {
            more.push(Arc::clone(core));
        }
    }

    /// The one that was served first.
    pub(crate) fn first(&self) -> Option<&Arc<Core>> {
        self.0.first.get()
    }

    /// Whether one of them trusts `address` to speak for others.
    pub(crate) fn is_proxy(&self, address: IpAddr) -> bool {
        self.all().iter().any(|core| core.proxies.as_ref().is_some_and(|proxies| proxies.contains(address.to_canonical())))
    }

    /// The places in the smallest of their audit queues.
    pub(crate) fn audit_places(&self) -> Option<usize> {
        self.all().iter().map(|core| core.trail.capacity()).min()
    }

    /// All of them.
    pub(crate) fn all(&self) -> Vec<Arc<Core>> {
        let more = self.0.more.read().unwrap_or_else(PoisonError::into_inner);
        self.first().into_iter().chain(more.iter()).map(Arc::clone).collect()
    }
}

fn is(core: &Arc<Core>) -> impl Fn(&Arc<Core>) -> bool {
    |other| Arc::ptr_eq(other, core)
}

impl fmt::Debug for Served {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Served")
    }
}
