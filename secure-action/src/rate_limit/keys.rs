//! `Keys`: what the limits of one request are counted by.

use super::digest::Digest;
use super::input_keys::InputKeys;
use super::key::HashKey;

/// What the limits of one request are counted by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keys<'r> {
    /// The client's network: an IPv4-mapped address, or the /64 of an IPv6 address.
    pub(crate) address: [u8; 16],
    /// The scheme and the id of the authenticated caller.
    pub(crate) caller: Option<(&'r str, &'r str)>,
    /// The input fields that limits are keyed by, once the input is validated.
    pub(crate) input: Option<&'r InputKeys<'r>>,
}

impl Keys<'_> {
    pub(super) fn by_address(&self, key: HashKey) -> Digest {
        key.digest(&[b"a", &self.address])
    }

    /// By the address where there is no caller: everyone without one must not share a bucket.
    pub(super) fn by_caller(&self, key: HashKey) -> Digest {
        match self.caller {
            // 0xff is in no UTF-8 text, so that scheme and id cannot run into each other.
            Some((scheme, id)) => key.digest(&[b"c", scheme.as_bytes(), &[0xff], id.as_bytes()]),
            None => self.by_address(key),
        }
    }

    /// By the `nth` input field that the action's limits name. `None` if it is not there.
    pub(super) fn by_input(&self, key: HashKey, nth: usize) -> Option<Digest> {
        Some(key.digest(&[b"i", &self.input?.get(nth)?.to_le_bytes()]))
    }
}
