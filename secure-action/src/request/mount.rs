//! Where a request was routed through to the action: the path that the routers around it have taken off.

use axum::extract::OriginalUri;
use http::request::Parts;

/// The path under which the action is mounted, as it stands in this request; empty where it is not nested.
///
/// A router that nests another hands on what is left of the path, and keeps the whole as [`OriginalUri`].
pub(crate) fn mount(parts: &Parts) -> &str {
    let Some(OriginalUri(original)) = parts.extensions.get::<OriginalUri>() else {
        return "";
    };
    let (whole, rest) = (original.path(), parts.uri.path());
    match whole.strip_suffix(rest) {
        Some(mount) => mount,
        // `/api` itself, to which the nested router answers at `/`.
        None if rest == "/" => whole,
        // Something in between has rewritten the path: where that leads, nobody here knows.
        None => "",
    }
}
