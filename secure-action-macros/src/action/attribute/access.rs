//! `role("a", "b")` and `permission("a:b")`: who may call.

use proc_macro2::Ident;
use syn::LitStr;

use crate::diagnostics::Errors;
use crate::entry::{Entry, Value};

/// `role` or `permission`, with the names behind it; whether the policy knows them is checked in a constant.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) key: Ident,
    pub(crate) literals: Vec<LitStr>,
}

impl Names {
    pub(super) fn roles(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let example = example(entry, "role", "admin");
        let literals = entry.strings("a role name", &example, errors)?;
        Some(Self { key: entry.key.clone(), literals })
    }

    pub(super) fn permissions(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let example = example(entry, "permission", "user:delete");
        let literals = entry.strings("a permission name", &example, errors)?;
        Some(Self { key: entry.key.clone(), literals })
    }
}

/// The entry as it should be written: with the user's own word where a word stands without quotes.
fn example(entry: &Entry, key: &str, otherwise: &str) -> String {
    let word = match &entry.value {
        Value::Assigned(value) => value.to_string().replace(' ', ""),
        Value::Nothing | Value::List(_) => String::new(),
    };
    let is_name =
        !word.is_empty() && word.chars().all(|character| character.is_ascii_alphanumeric() || "_:".contains(character));
    format!("{key} = \"{}\"", if is_name { &word } else { otherwise })
}
