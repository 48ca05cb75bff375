//! Names: how they may look, what they become in Rust, and how they read.

use syn::ext::IdentExt;
use syn::{Ident, Path};

/// A name without the mark of a raw one.
pub(super) fn name(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// A path as its author would write it.
pub(super) fn text(path: &Path) -> String {
    let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let root = path.leading_colon.map_or("", |_| "::");
    format!("{root}{}", segments.join("::"))
}

/// Whether a name is lower snake case: the form it has on the wire.
pub(super) fn is_snake_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !name.ends_with('_')
        && !name.contains("__")
}

/// `read_all` -> `ReadAll`.
pub(super) fn pascal_case(name: &str) -> String {
    name.split('_')
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
        })
        .collect()
}

/// Whether it can be the name of a role, a resource or an operation.
pub(super) fn is_name(name: &str) -> bool {
    is_snake_case(name) && !matches!(name, "self" | "super" | "crate")
}
