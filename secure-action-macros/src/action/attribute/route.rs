//! `get = "/users/{id}"`: method and path.

use proc_macro2::Span;

use crate::action::notation::route::{self, RoutePath};
use crate::diagnostics::Errors;
use crate::entry::Entry;
use crate::said::Word;

/// The method of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The method that a key stands for.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "get" => Self::Get,
            "post" => Self::Post,
            "put" => Self::Put,
            "patch" => Self::Patch,
            "delete" => Self::Delete,
            _ => return None,
        })
    }

    /// The name on the wire.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Method and path, and where the path is written.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: RoutePath,
    pub(crate) span: Span,
}

impl Route {
    /// The route of an action that names none.
    pub(crate) fn of_function(name: &str, span: Span) -> Self {
        Self { method: Method::Post, path: RoutePath { text: format!("/actions/{name}"), parameters: Vec::new() }, span }
    }
}

impl Word for Route {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let method = Method::of_key(&entry.name())?;
        let literal = entry.string("the path of the route", &format!("{} = \"/users/{{id}}\"", entry.key), errors)?;
        let path = errors.keep(&literal, route::parse(&literal.value()))?;
        Some(Self { method, path, span: literal.span() })
    }
}
