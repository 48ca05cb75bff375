//! `policy!`: tokens -> what was written -> what it means -> constant tables.

mod check;
mod conditional;
mod effect;
mod expand;
mod model;
mod names;
mod parse;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

/// Expands `policy! { ... }`. Faults are reported all at once, and the items are there even so: one mistake stays one error.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let written = match syn::parse2::<parse::Written>(input) {
        Ok(written) => written,
        Err(error) => {
            let error = error.to_compile_error();
            let stub = expand::expand(&model::Policy::default());
            return quote::quote!(#error #stub);
        }
    };
    let (policy, errors) = check::check(&written);
    let errors = errors.iter().map(syn::Error::to_compile_error);
    let items = expand::expand(&policy);
    quote::quote!(#(#errors)* #items)
}
