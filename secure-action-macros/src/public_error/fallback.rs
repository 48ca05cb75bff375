//! What stands in for the implementations of an enum that does not compile, so that its uses do not fail as well.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields};

pub(super) fn stub(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let (generics, arguments, conditions) = input.generics.split_for_impl();
    // An enum with another derive's `#[error]` has that conversion by its `std::error::Error`.
    let from = (!is_error(input)).then(|| {
        quote! {
            #[automatically_derived]
            impl #generics ::core::convert::From<#ident #arguments> for ::secure_action::__private::ActionError #conditions {
                fn from(error: #ident #arguments) -> Self {
                    ::secure_action::__private::action_error(error)
                }
            }
        }
    });
    let conversions = conversions(input);
    quote! {
        #[allow(unused_qualifications, deprecated)]
        const _: () = {
            #[automatically_derived]
            impl #generics ::secure_action::__private::PublicError for #ident #arguments #conditions {
                const VARIANTS: &'static [::secure_action::__private::PublicVariant] = &[];

                fn index(&self) -> usize {
                    0
                }

                fn detail(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    ::core::result::Result::Ok(())
                }

                fn into_source(self) -> ::core::option::Option<::secure_action::__private::BoxError> {
                    ::core::option::Option::None
                }
            }

            #from

            #conversions
        };
    }
}

fn is_error(input: &DeriveInput) -> bool {
    let variants = match &input.data {
        Data::Enum(data) => data.variants.iter().flat_map(|variant| &variant.attrs).collect(),
        _ => Vec::new(),
    };
    input.attrs.iter().chain(variants).any(|attribute| attribute.path().is_ident("error"))
}

/// The `From` of each type once, because `?` is used with it.
fn conversions(input: &DeriveInput) -> TokenStream {
    let (Data::Enum(data), false) = (&input.data, is_error(input)) else {
        return TokenStream::new();
    };
    let (ident, (generics, arguments, conditions)) = (&input.ident, input.generics.split_for_impl());
    let mut seen = Vec::new();
    let mut conversions = TokenStream::new();
    for field in data.variants.iter().flat_map(|variant| match &variant.fields {
        Fields::Unit => Vec::new(),
        fields => fields.iter().collect(),
    }) {
        let ty = &field.ty;
        if field.attrs.iter().any(|attribute| attribute.path().is_ident("from")) && !seen.contains(&ty) {
            seen.push(ty);
            conversions.extend(quote! {
                #[automatically_derived]
                impl #generics ::core::convert::From<#ty> for #ident #arguments #conditions {
                    fn from(_: #ty) -> Self {
                        loop {}
                    }
                }
            });
        }
    }
    conversions
}
