//! A field that is named in quotes: `"input.email"`.

use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::{Ident, LitStr};

use super::is_word;

/// A field of a struct, at the literal: rustc's own complaint about it then appears there.
pub(crate) fn field_name(name: &str, literal: &LitStr) -> Option<Ident> {
    if !is_word(name) {
        return None;
    }
    let mut field = Ident::parse_any.parse_str(name).ok()?;
    if syn::parse_str::<Ident>(name).is_err() {
        // A keyword: the field is `r#type`. The four words that cannot be raw are no fields either.
        if matches!(name, "self" | "Self" | "super" | "crate" | "_") {
            return None;
        }
        field = Ident::new_raw(name, literal.span());
    }
    field.set_span(literal.span());
    Some(field)
}
