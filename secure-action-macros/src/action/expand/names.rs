//! What the generated code calls things: the application, its policy, and its own locals.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::action::model::Action;

/// The application, as the user names it.
pub(super) fn app(action: &Action<'_>) -> TokenStream {
    match &action.app {
        Some(path) => quote!(#path),
        // At the function's name, because the user has not written it.
        None => quote_spanned!(action.ident.span()=> crate::App),
    }
}

/// The application, through the action, so that a missing one is reported once.
pub(super) fn own_app(action: &Action<'_>) -> TokenStream {
    let ident = action.ident;
    quote!(<#ident as ::secure_action::__private::Action>::App)
}

/// The constant tables of its policy.
pub(super) fn table(action: &Action<'_>) -> TokenStream {
    let app = own_app(action);
    quote! {
        <<#app as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE
    }
}

/// A name of the generated code's own, whatever is called so around it.
pub(super) fn generated(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
