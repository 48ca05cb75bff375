//! The generated code: the struct, its `Action`, and the constants that check it against the policy and the types.

mod checks;
mod keys;
mod names;
mod places;
mod spec;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use self::checks::checks;
use self::keys::{input_keys, target_key};
pub(super) use self::names::app;
use self::names::{generated, own_app};
use self::spec::spec;
use super::expansion::Marker;
use super::model::Action;

pub(super) fn expand(action: &Action<'_>) -> Marker {
    Marker::new(
        (action.visibility, action.ident),
        &action.conditions,
        &body(action),
        places::declared(action).as_ref(),
        Some(&checks(action)),
    )
}

/// What stands in the implementation of `Action`.
fn body(action: &Action<'_>) -> TokenStream {
    let Action { ident, arguments, .. } = action;
    // At the function's name: rustc's complaint that it is less visible than the function belongs there.
    let app = app(action.app.as_ref(), ident);
    let app = quote_spanned!(ident.span()=> type App = #app;);
    let spec = spec(action);
    let items = arguments.iter().map(|ty| {
        let app = own_app(action);
        quote_spanned!(ty.span()=> <#ty as ::secure_action::__private::Argument<#app>>::ARGUMENT)
    });
    let items: Vec<_> = items.collect();
    let descriptions = arguments.iter().zip(&items).map(|(ty, item)| quote_spanned!(ty.span()=> #item.describe()));
    let locals: Vec<Ident> = (0..arguments.len()).map(local).collect();
    let (keys, target_key) = (input_keys(action), target_key(action));
    let places = places::type_of(action);
    let (answer, place) = answer(action);
    let answer = quote_spanned!(place=> <#answer as ::secure_action::__private::Answer>::ANSWER);
    // Names of their own, because the function may be called so as well.
    let [given, viewer] = ["arguments", "viewer"].map(generated);
    let (all, lent) = (places::all(action, &given), places::lent(action, &given));
    let (failure, place) = failure(action);
    // The same tokens twice, so that a type that is no failure is reported once.
    let failing = quote_spanned!(place=> <#failure as ::secure_action::__private::Failure>::FAILURE);
    let call = quote!(#given.map(|(#(#locals,)*)| #ident(#(#locals),*)));
    let call = match &action.answer {
        Some(_) => quote!(#answer.of(#failing, #call, #viewer)),
        None => {
            let output = &action.output;
            quote_spanned!(place=> <#output as ::secure_action::__private::Fallible>::of(#answer, #failing, #call, #viewer))
        }
    };
    // It is this that calls the function.
    let deprecated = action.deprecated.then(|| quote!(#[allow(deprecated)]));
    // At the function's name: rustc's complaint that its future is not `Send` belongs there.
    let called = quote_spanned!(ident.span()=> impl ::core::future::Future<
        Output = ::core::result::Result<::secure_action::__private::Draft, ::secure_action::__private::ActionError>,
    > + ::core::marker::Send);
    quote! {
        #app
        const SPEC: &'static ::secure_action::__private::ActionSpec = &#spec;
        const DESCRIPTIONS: &'static [::secure_action::__private::Describe] = &[#(#descriptions),*];
        type Arguments = #places;

        fn take(
            phase: ::secure_action::__private::Phase,
            #given: &mut Self::Arguments,
            taking: &mut ::secure_action::__private::Taking<'_, Self::App>,
        ) -> impl ::core::future::Future<Output = ()> + ::core::marker::Send {
            ::secure_action::__private::ArgumentList::take((#(#items,)*), phase, #lent, taking)
        }

        #target_key

        #keys

        #deprecated
        fn call(
            #given: Self::Arguments,
            #viewer: ::secure_action::__private::Viewer,
        ) -> #called {
            let #given = ::secure_action::__private::Filled::values(#all);
            #call
        }

        fn answer() -> ::secure_action::__private::AnswerSpec {
            #answer.spec().or(#failing.variants())
        }
    }
}

/// What the function answers, and where the user says so.
fn answer(action: &Action<'_>) -> (TokenStream, Span) {
    let output = &action.output;
    match &action.answer {
        Some(ty) => (quote!(#ty), ty.span()),
        // Of an alias, only the compiler knows it.
        None => {
            let span = output.span();
            (quote_spanned!(span=> <#output as ::secure_action::__private::Fallible>::Answer), span)
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
