//! The generated code: the table, the way from a value to its row, and the conversions.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::model::{Field, PublicError, Seen, Variant};

pub(super) fn expand(error: &PublicError<'_>) -> TokenStream {
    let ident = error.ident;
    let rows = error.variants.iter().map(row);
    let (index, detail, source) = (index(error), detail(error), source(error));
    // At the enum's name, because there rustc complains of an enum that is a `std::error::Error` as well.
    let into_action_error = quote_spanned! {ident.span()=>
        impl ::core::convert::From<#ident> for ::secure_action::__private::ActionError {
            fn from(error: #ident) -> Self {
                ::secure_action::__private::action_error(error)
            }
        }
    };
    let conversions = error.variants.iter().filter_map(|variant| conversion(ident, variant));
    quote! {
        #[allow(unused_qualifications, deprecated)]
        const _: () = {
            #[automatically_derived]
            impl ::secure_action::__private::PublicError for #ident {
                const VARIANTS: &'static [::secure_action::__private::PublicVariant] = &[#(#rows),*];

                fn index(&self) -> usize {
                    #index
                }

                fn detail(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #detail
                }

                fn into_source(self) -> ::core::option::Option<::secure_action::__private::BoxError> {
                    #source
                }
            }

            #[automatically_derived]
            #into_action_error

            #(#conversions)*
        };
    }
}

fn row(variant: &Variant<'_>) -> TokenStream {
    let name = variant.ident.unraw().to_string();
    match &variant.seen {
        Seen::Internal => quote!(::secure_action::__private::PublicVariant::internal(#name)),
        Seen::Public { status, code, message } => {
            quote!(::secure_action::__private::PublicVariant::public(#name, #status, #code, #message))
        }
    }
}

fn index(error: &PublicError<'_>) -> TokenStream {
    let arms = error.variants.iter().enumerate().map(|(index, Variant { ident, .. })| quote!(Self::#ident { .. } => #index,));
    quote!(match *self { #(#arms)* })
}

/// The variant by its name, and its fields but the source, as `Debug` shows them.
fn detail(error: &PublicError<'_>) -> TokenStream {
    let arms = error.variants.iter().map(|variant| {
        let ident = variant.ident;
        let name = format!("{}::{}", error.ident.unraw(), ident.unraw());
        if variant.shown.is_empty() {
            return quote!(Self::#ident { .. } => f.write_str(#name),);
        }
        let bound = variant.shown.iter().map(|field| {
            let (member, local) = (&field.member, local(field));
            quote!(#member: #local)
        });
        let builder = if variant.named { quote!(debug_struct) } else { quote!(debug_tuple) };
        let fields = variant.shown.iter().map(|field| {
            let local = local(field);
            match &field.member {
                syn::Member::Named(name) => {
                    let name = name.unraw().to_string();
                    quote_spanned!(field.ty.span()=> .field(#name, #local))
                }
                syn::Member::Unnamed(_) => quote_spanned!(field.ty.span()=> .field(#local)),
            }
        });
        quote!(Self::#ident { #(#bound,)* .. } => f.#builder(#name) #(#fields)* .finish(),)
    });
    if error.variants.is_empty() {
        return quote!({
            let _ = f;
            match *self {}
        });
    }
    quote!(match self { #(#arms)* })
}

fn source(error: &PublicError<'_>) -> TokenStream {
    let arms = error.variants.iter().map(|variant| {
        let ident = variant.ident;
        match &variant.source {
            None => quote!(Self::#ident { .. } => ::core::option::Option::None,),
            Some(source) => {
                let (member, local, ty) = (&source.field.member, local(&source.field), source.field.ty);
                let boxed = quote_spanned!(ty.span()=> <#ty as ::secure_action::__private::ErrorSource>::boxed(#local));
                quote!(Self::#ident { #member: #local, .. } => ::core::option::Option::Some(#boxed),)
            }
        }
    });
    quote!(match self { #(#arms)* })
}

/// `From` of the field with `#[from]`.
fn conversion(ident: &Ident, variant: &Variant<'_>) -> Option<TokenStream> {
    let source = variant.source.as_ref().filter(|source| source.from)?;
    let (name, ty) = (variant.ident, source.field.ty);
    let made = match &source.field.member {
        syn::Member::Named(field) => quote!(Self::#name { #field: source }),
        syn::Member::Unnamed(_) => quote!(Self::#name(source)),
    };
    Some(quote! {
        #[automatically_derived]
        impl ::core::convert::From<#ty> for #ident {
            fn from(source: #ty) -> Self {
                #made
            }
        }
    })
}

/// At the field's type, because there rustc complains of what the type lacks.
fn local(field: &Field<'_>) -> Ident {
    match &field.member {
        syn::Member::Named(name) => format_ident!("field_{}", name.unraw(), span = field.ty.span()),
        syn::Member::Unnamed(index) => format_ident!("field_{}", index.index, span = field.ty.span()),
    }
}
