//! What the generated code calls things: the application, its policy, and its own locals.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

use crate::action::model::Action;

/// The application, as the user names it; an error, and nothing that follows from it, if it is none.
pub(in super::super) fn app(app: Option<&Path>, ident: &Ident) -> TokenStream {
    // At the function's name, where the user has not written it.
    let implied = app.is_none();
    let span = app.map_or_else(|| ident.span(), Spanned::span);
    let path = app.map_or_else(|| quote_spanned!(span=> crate::App), ToTokens::to_token_stream);
    let name = path.to_string().replace(' ', "");
    let name = name.trim_start_matches("crate::");
    let require = Ident::new("require_application", span);
    // Not at a word of the user's: it is not used where all is well.
    let otherwise = quote!(
        use ::secure_action::__private::Otherwise;
    );
    quote_spanned! {span=>
        <#path as ::secure_action::__private::Known<{
            #otherwise
            ::secure_action::__private::#require(::secure_action::__private::Probe::<#path>::IS, #name, #implied)
        }>>::Itself
    }
}

/// The application, through the action, so that a missing one is reported once.
pub(super) fn own_app(action: &Action<'_>) -> TokenStream {
    let ident = action.ident;
    quote_spanned!(ident.span()=> <#ident as ::secure_action::__private::Action>::App)
}

/// The constant tables of its policy.
pub(super) fn table(action: &Action<'_>) -> TokenStream {
    let app = own_app(action);
    quote_spanned! {action.ident.span()=>
        <<#app as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE
    }
}

/// A name of the generated code's own, whatever is called so around it.
pub(super) fn generated(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
