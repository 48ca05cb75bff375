//! Bytes on a socket that no HTTP library would send.
//!
//! What is not HTTP at all is answered by the server itself, without a body, and reaches no action.

mod bodies;
mod heads;
mod served;
