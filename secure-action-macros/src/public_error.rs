//! `#[derive(PublicError)]`: tokens -> what was written -> what it means -> a table and the ways to it.

mod check;
mod expand;
mod fallback;
mod model;
mod parse;
mod screaming;

use proc_macro2::TokenStream;
use quote::quote;

use crate::diagnostics::Errors;

/// What is generated beside the enum. On any fault, its implementations are there even so: one mistake stays one error.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let input = match syn::parse2::<syn::DeriveInput>(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::new();
    let written = parse::read(&input, &mut errors);
    let checked = written.as_ref().and_then(|written| check::check(written, &mut errors));
    match checked {
        Some(checked) if errors.is_empty() => expand::expand(&checked),
        _ => {
            let stub = fallback::stub(&input);
            quote!(#errors #stub)
        }
    }
}
