//! The macros of `secure-action`. Their documentation is on the re-exports in that crate, where its examples compile.

mod policy;

use proc_macro::TokenStream;

#[expect(missing_docs, reason = "documented where users import it")]
#[proc_macro]
pub fn policy(declarations: TokenStream) -> TokenStream {
    policy::expand(declarations.into()).into()
}
