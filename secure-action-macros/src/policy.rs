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
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

use crate::diagnostics::Errors;

/// Expands `policy! { ... }`. Faults are reported all at once, and the items are there even so: one mistake stays one error.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let written = match syn::parse2::<parse::Written>(quotes::without(input, &mut errors)) {
        Ok(written) => written,
        Err(error) => {
            // What stands in quotes may be the reason.
            let error = errors.is_empty().then(|| error.to_compile_error());
            let stub = expand::expand(&model::Policy::default());
            return quote::quote!(#errors #error #stub);
        }
    };
    let (policy, faults) = check::check(&written);
    let faults = faults.iter().map(syn::Error::to_compile_error);
    let items = expand::expand(&policy);
    quote::quote!(#errors #(#faults)* #items)
}
