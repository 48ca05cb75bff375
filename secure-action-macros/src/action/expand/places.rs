//! The places of a function's arguments: a tuple, or a type around it where the function is seen from outside its module.
//!
//! An argument's type may be private to the module. As the arguments of an implementation it must not show, and of a struct it is
//! a private field.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Visibility;

use super::names::generated;
use crate::action::model::Action;

/// The type of all places.
pub(super) fn type_of(action: &Action<'_>) -> TokenStream {
    if is_hidden(action) {
        let name = name();
        quote!(#name)
    } else {
        tuple(action)
    }
}

/// The declaration of that type, if it is one of its own.
pub(super) fn declared(action: &Action<'_>) -> Option<TokenStream> {
    is_hidden(action).then(|| {
        let (name, tuple) = (name(), tuple(action));
        quote! {
            #[derive(::core::default::Default)]
            pub struct #name(#tuple);
        }
    })
}

/// The tuple of the `arguments` that are given.
pub(super) fn all(action: &Action<'_>, arguments: &Ident) -> TokenStream {
    if is_hidden(action) { quote!(#arguments.0) } else { quote!(#arguments) }
}

/// The same of those that are lent.
pub(super) fn lent(action: &Action<'_>, arguments: &Ident) -> TokenStream {
    if is_hidden(action) { quote!(&mut #arguments.0) } else { quote!(#arguments) }
}

fn tuple(action: &Action<'_>) -> TokenStream {
    let arguments = &action.arguments;
    quote!((#(::core::option::Option<#arguments>,)*))
}

fn is_hidden(action: &Action<'_>) -> bool {
    !matches!(action.visibility, Visibility::Inherited) && !action.arguments.is_empty()
}

fn name() -> Ident {
    generated("SecureActionPlaces")
}
