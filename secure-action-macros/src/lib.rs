//! The macros of `secure-action`. Their documentation is on the re-exports in that crate, where its examples compile.

mod action;
mod actions;
mod diagnostics;
mod door;
mod entry;
#[cfg(test)]
mod expansions;
mod policy;
mod public_error;
mod said;
mod visible;

use proc_macro::TokenStream;

#[expect(missing_docs, reason = "documented where users import it")]
#[proc_macro_attribute]
pub fn action(attribute: TokenStream, item: TokenStream) -> TokenStream {
    action::expand(attribute.into(), &item.into()).hanging().into()
}

/// The item, and the tokens in the parentheses behind it.
///
/// Where an item cannot stand, rustc drops it with its attributes: what is generated beside it is then not there either.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn beside(tokens: TokenStream, item: TokenStream) -> TokenStream {
    item.into_iter().chain(tokens).collect()
}

#[expect(missing_docs, reason = "documented where users import it")]
#[proc_macro]
pub fn actions(list: TokenStream) -> TokenStream {
    door::through(actions::expand(list.into())).into()
}

#[expect(missing_docs, reason = "documented where users import it")]
#[proc_macro]
pub fn policy(declarations: TokenStream) -> TokenStream {
    door::through(policy::expand(declarations.into())).into()
}

#[expect(missing_docs, reason = "documented where users import it")]
#[proc_macro_derive(PublicError, attributes(public, from, source))]
pub fn public_error(item: TokenStream) -> TokenStream {
    door::through(public_error::expand(item.into())).into()
}

#[expect(missing_docs, reason = "documented where users import it")]
#[proc_macro_derive(Visible, attributes(visible, serde, schemars))]
pub fn visible(item: TokenStream) -> TokenStream {
    door::through(visible::expand(item.into())).into()
}
