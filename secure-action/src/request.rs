//! What is known of a request before any guard: its id, its time, where it came from.

mod address;
mod client;
mod clock;
mod forwarded;
mod host;
mod hosts;
mod id;
mod media_type;
mod mount;
mod notice;
mod own_path;
mod pace;
mod paced;

pub use address::{InvalidNetwork, TrustedProxies};
pub use client::Client;
pub use clock::{Clock, Moment, SystemClock};
pub use id::RequestId;

pub(crate) use address::{ClientAddress, network_key};
pub(crate) use host::Host;
pub(crate) use hosts::Hosts;
pub(crate) use id::RequestIds;
pub(crate) use media_type::is_media_type;
pub(crate) use mount::mount;
pub(crate) use notice::Notice;
pub(crate) use own_path::is_own_path;
pub(crate) use pace::Pace;
pub(crate) use paced::{Paced, SlowBody};
