//! The generated code that reads a field of the input: the keys of limits, and the key of the target.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::names::{generated, own_app};
use super::places;
use crate::action::model::{Action, By, Target};

/// The fields that limits are keyed by; rustc's own complaint about one appears under the literal.
pub(super) fn input_keys(action: &Action<'_>) -> Option<TokenStream> {
    let [arguments, keys, input] = ["arguments", "keys", "input"].map(generated);
    let pushes: Vec<_> = action
        .limits
        .iter()
        .flat_map(|limit| &limit.by)
        .filter_map(|by| match by {
            By::Input { argument, fields, span, .. } => {
                let (all, argument) = (places::all(action, &arguments), place(*argument, *span));
                // In the user's own context, so that rustc's complaint about its type is at the literal.
                let key = Ident::new("secure_action_key", *span);
                Some(quote_spanned!(*span=> if let ::core::option::Option::Some(#input) = &#all.#argument {
                    let #key = &#input #(.#fields)*;
                    #keys.push(#key);
                }))
            }
            _ => None,
        })
        .collect();
    (!pushes.is_empty()).then(|| {
        quote! {
            fn input_keys(#arguments: &Self::Arguments, #keys: &mut ::secure_action::__private::InputKeys<'_>) {
                #(#pushes)*
            }
        }
    })
}

/// The field of the input that the target is found by.
pub(super) fn target_key(action: &Action<'_>) -> Option<TokenStream> {
    let Some(Target::Input { argument, fields, span, .. }) = &action.target else {
        return None;
    };
    let [arguments, input, field, expected_of] = ["arguments", "input", "Field", "expected_of"].map(generated);
    let (all, argument) = (places::all(action, &arguments), place(*argument, *span));
    let app = own_app(action);
    // Of the one argument that is a target; any type if there is none, which `require_loaded` says.
    let expected = action.arguments.iter().rev().fold(
        quote!(#field),
        |other, ty| quote_spanned!(*span=> <#ty as ::secure_action::__private::Argument<#app>>::Key<#other>),
    );
    // In the user's own context, so that rustc's complaint is at the literal and of nothing else.
    let key = Ident::new("secure_action_key", *span);
    let key = quote_spanned! {*span=>
        let #key = &#input #(.#fields)*;
        let #key = ::secure_action::__private::ExpectedKey { expected: #expected_of(#key), field: #key }.field;
        ::secure_action::__private::KeyField::new(::core::clone::Clone::clone(#key), ::std::string::ToString::to_string(#key))
    };
    Some(quote! {
        fn target_key(#arguments: &Self::Arguments) -> impl ::core::any::Any + ::core::marker::Send {
            fn #expected_of<#field>(_: &#field) -> ::core::marker::PhantomData<#expected> {
                ::core::marker::PhantomData
            }
            #all.#argument.as_ref().map(|#input| { #key })
        }
    })
}

/// The place of an argument among all.
fn place(argument: usize, span: Span) -> syn::Index {
    syn::Index { index: u32::try_from(argument).unwrap_or_default(), span }
}
