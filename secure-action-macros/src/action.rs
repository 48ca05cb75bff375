//! `#[action]`: tokens, then an unchecked attribute and signature, then a checked model, then tokens.

mod attribute;
mod check;
mod documentation;
mod expand;
mod expansion;
mod fallback;
mod function;
mod item;
mod model;
pub(crate) mod notation;
#[cfg(test)]
mod notation_tests;
mod owned;

use proc_macro2::TokenStream;
use quote::quote;

use self::attribute::Attribute;
pub(crate) use self::check::taken;
use self::expansion::Expansion;
use self::function::Function;
use self::item::Item;
use crate::diagnostics::Errors;

/// The function, verbatim and first, and what is generated beside it.
pub(crate) fn expand(attribute: TokenStream, item: &TokenStream) -> Expansion {
    let mut errors = Errors::new();
    // Neither waits for the other: all that is wrong is said in one run.
    let attribute = Attribute::read(attribute, &mut errors);
    let Some(item) = Item::read(item, &mut errors) else {
        return Expansion { door: None, function: quote!(#item #errors), marker: None };
    };
    let function = Function::read(&item, &mut errors);
    let action = check::check(&attribute, &item, function.as_ref(), &mut errors);
    let marker = match action {
        Some(action) if errors.is_empty() => Some(expand::expand(&action)),
        // What takes `self` stands in an `impl`, where a struct would be one more mistake, and nobody lists it.
        // One whose type would stand for another one has none.
        _ => (!item.is_associated() && check::taken(&item.name()).is_none()).then(|| fallback::stub(&attribute, &item)),
    };
    Expansion { door: attribute.door, function: quote!(#item #errors), marker }
}
