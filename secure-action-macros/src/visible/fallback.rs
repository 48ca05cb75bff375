//! What stands in for the implementations of a type that does not compile, so that its uses do not fail as well.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

pub(super) fn stub(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let (generics, arguments, conditions) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics ::secure_action::__private::serde::Serialize for #ident #arguments #conditions {
            fn serialize<S: ::secure_action::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_unit()
            }
        }

        #[automatically_derived]
        impl #generics ::secure_action::__private::schemars::JsonSchema for #ident #arguments #conditions {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed("")
            }

            fn json_schema(
                _: &mut ::secure_action::__private::schemars::SchemaGenerator,
            ) -> ::secure_action::__private::schemars::Schema {
                ::core::default::Default::default()
            }
        }
    }
}
