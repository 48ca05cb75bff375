//! Bytes on a socket that no HTTP library would send.
//!
//! What is not HTTP at all is answered by the server itself, with a status and nothing else, and reaches no action.

mod bodies;
mod heads;
mod served;
