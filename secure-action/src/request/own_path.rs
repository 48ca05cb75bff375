//! Paths of this service: where a client can be sent without being led somewhere else.

/// Whether a browser that is sent to `path` stays with this service.
///
/// Browsers read over tabs and take `\` for `/`: either could make the second slash of another host.
pub(crate) fn is_own_path(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(|c: char| c == '\\' || c.is_control())
}
