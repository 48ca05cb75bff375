//! `policy!`: tokens -> what was written -> what it means -> constant tables.

mod build;
mod check;
mod conditional;
mod effect;
mod expand;
mod inherit;
mod model;
mod names;
mod parse;
mod quotes;
mod salvage;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

use crate::diagnostics::Errors;

/// Expands `policy! { ... }`. Faults are reported all at once, and the items are there even so: one mistake stays one error.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let written = match syn::parse2::<parse::Written>(quotes::without(input, &mut errors)) {
        Ok(written) => written,
        Err(error) => parse::Written { faults: vec![error], ..parse::Written::default() },
    };
    let (mut policy, found) = check::check(&written);
    // What stands in quotes may be the reason why something could not be parsed, and that the reason of all the rest.
    let faults = match (errors.is_empty(), written.faults.is_empty()) {
        (true, false) => written.faults,
        (false, false) => Vec::new(),
        (_, true) => found,
    };
    policy.incomplete = !errors.is_empty() || !faults.is_empty();
    let faults = faults.iter().map(syn::Error::to_compile_error);
    let items = expand::expand(&policy);
    quote::quote!(#errors #(#faults)* #items)
}
