//! The generated code: the struct, its `Action`, and the constants that check it against the policy and the types.

mod checks;
mod keys;
mod names;
mod spec;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use self::checks::checks;
use self::keys::{input_keys, target_key};
use self::names::{app, generated, own_app};
use self::spec::spec;
use super::expansion::Marker;
use super::model::Action;

pub(super) fn expand(action: &Action<'_>) -> Marker {
    Marker::new((action.visibility, action.ident), &action.conditions, &body(action), Some(&checks(action)))
}

/// What stands in the implementation of `Action`.
fn body(action: &Action<'_>) -> TokenStream {
    let Action { ident, arguments, .. } = action;
    let app = app(action);
    let spec = spec(action);
    let items = arguments.iter().map(|ty| {
        let app = own_app(action);
        quote_spanned!(ty.span()=> <#ty as ::secure_action::__private::Argument<#app>>::ARGUMENT)
    });
    let items: Vec<_> = items.collect();
    let descriptions = arguments.iter().zip(&items).map(|(ty, item)| quote_spanned!(ty.span()=> #item.describe()));
    let locals: Vec<Ident> = (0..arguments.len()).map(local).collect();
    let (keys, target_key) = (input_keys(action), target_key(action));
    // At the function's name: rustc's complaint that an argument's type is less visible than the function belongs there.
    let tuple = quote_spanned!(ident.span()=> type Arguments = (#(::core::option::Option<#arguments>,)*););
    let answer = &action.answer;
    let answer = quote_spanned!(answer.span()=> <#answer as ::secure_action::__private::Answer>::ANSWER);
    // Names of their own, because the function may be called so as well.
    let [given, viewer] = ["arguments", "viewer"].map(generated);
    let (failure, place) = failure(action);
    // The same tokens twice, so that a type that is no failure is reported once.
    let failing = quote_spanned!(place=> <#failure as ::secure_action::__private::Failure>::FAILURE);
    // At the function's name: rustc's complaint that its future is not `Send` belongs there.
    let called = quote_spanned!(ident.span()=> impl ::core::future::Future<
        Output = ::core::result::Result<::secure_action::__private::Draft, ::secure_action::__private::ActionError>,
    > + ::core::marker::Send);
    quote! {
        type App = #app;
        const SPEC: &'static ::secure_action::__private::ActionSpec = &#spec;
        const DESCRIPTIONS: &'static [::secure_action::__private::Describe] = &[#(#descriptions),*];
        #tuple

        fn take(
            phase: ::secure_action::__private::Phase,
            arguments: &mut Self::Arguments,
            taking: &mut ::secure_action::__private::Taking<'_, Self::App>,
        ) -> impl ::core::future::Future<Output = ()> + ::core::marker::Send {
            ::secure_action::__private::ArgumentList::take((#(#items,)*), phase, arguments, taking)
        }

        #target_key

        #keys

        // The function may be deprecated, and it is this that calls it.
        #[allow(deprecated)]
        fn call(
            #given: Self::Arguments,
            #viewer: ::secure_action::__private::Viewer,
        ) -> #called {
            let #given = ::secure_action::__private::Filled::values(#given);
            #answer.of(#failing, #given.map(|(#(#locals,)*)| #ident(#(#locals),*)), #viewer)
        }

        fn answer() -> ::secure_action::__private::AnswerSpec {
            #answer.spec().or(#failing.variants())
        }
    }
}

/// What the function fails with, and where the user says so.
fn failure(action: &Action<'_>) -> (TokenStream, Span) {
    let output = &action.output;
    match &action.failure {
        Some(ty) => (quote!(#ty), ty.span()),
        // Of an alias, only the compiler knows it.
        None => {
            let span = output.span();
            (quote_spanned!(span=> <#output as ::secure_action::__private::Fallible>::Failure), span)
        }
    }
}

fn local(index: usize) -> Ident {
    generated(&format!("argument_{index}"))
}
