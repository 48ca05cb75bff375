//! The OpenAPI document against the wire: what it says is what is answered, and nothing is left out.

mod answers;
mod basics;
mod chosen;
mod configured;
mod document;
mod inventory;
mod requests;
mod service;

pub(crate) use document::Document;
