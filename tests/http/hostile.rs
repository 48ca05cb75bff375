//! Hostile input over the wire: everything is answered and recorded, and nothing panics, fails or comes back.

mod anything;
mod bodies;
mod credentials;
mod forwarded;
mod headers;
mod json;
mod json_text;
mod leaks;
mod pairs;
mod paths;
mod socket;
mod target;
