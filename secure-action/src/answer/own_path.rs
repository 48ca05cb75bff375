//! Paths of this service: what a `Location` may say without leading somewhere else.

/// Whether a browser that is sent to `path` stays with this service.
///
/// Browsers read over tabs and take `\` for `/`: either could make the second slash of another host.
pub(super) fn is_own_path(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(|c: char| c == '\\' || c.is_control())
}
