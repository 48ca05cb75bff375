//! What an attribute becomes: the function first and verbatim, the struct of its name, and everything else beside the struct.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Path, Visibility};

use crate::door;

/// The tokens of one action, faults among them.
pub(crate) struct Expansion {
    /// The runtime crate, as the user names it.
    pub(super) door: Option<Path>,
    /// The function, and what is wrong with it.
    pub(super) function: TokenStream,
    /// Nothing for what cannot be an action at all.
    pub(super) marker: Option<Marker>,
}

/// The struct that stands for the action, and what belongs to it.
pub(super) struct Marker {
    /// The `cfg` attributes.
    pub(super) conditions: TokenStream,
    pub(super) item: TokenStream,
    pub(super) beside: TokenStream,
}

impl Marker {
    /// The struct called `ident`, its implementation of `Action` with this body and what is `declared` for it, and the constants that check it.
    pub(super) fn new(
        (visibility, ident): (&Visibility, &Ident),
        conditions: &[impl ToTokens],
        body: &TokenStream,
        declared: Option<&TokenStream>,
        checks: Option<&TokenStream>,
    ) -> Self {
        let doc = format!(" The action `{}`.", ident.unraw());
        // Where it can be seen from outside, lints ask for it. By hand, so that what else is called so is told once.
        let debug = (!matches!(visibility, Visibility::Inherited)).then(|| {
            let name = ident.unraw().to_string();
            quote_spanned! {ident.span()=>
                #[automatically_derived]
                impl ::core::fmt::Debug for #ident {
                    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                        f.write_str(#name)
                    }
                }
            }
        });
        let used = quote_spanned!(ident.span()=> const _: ::core::option::Option<#ident> = ::core::option::Option::None;);
        // At the function's name, where rustc's complaint belongs that something else is called so.
        let marker = quote_spanned!(ident.span()=> struct #ident {});
        // There too, where rustc says what else is an action.
        let implementation = quote_spanned!(ident.span()=> impl ::secure_action::__private::Action for #ident { #body });
        Self {
            conditions: quote!(#(#conditions)*),
            item: quote! {
                #[doc = #doc]
                #[allow(non_camel_case_types)]
                #visibility #marker
            },
            beside: quote! {
                #(#conditions)*
                #[allow(unused_qualifications)]
                const _: () = {
                    #declared

                    #[automatically_derived]
                    #implementation

                    #debug

                    // Whether or not it is mounted.
                    #used
                };

                #checks
            },
        }
    }
}

impl Expansion {
    /// For the compiler: what is beside the struct hangs on the struct.
    ///
    /// In an `impl`, rustc refuses the struct in words of its own, and drops it with what hangs on it. As items of their own,
    /// each of the others would be one more error there.
    pub(crate) fn hanging(self) -> TokenStream {
        let marker = self.marker.map(
            |Marker { conditions, item, beside }| quote!(#conditions #[::secure_action::__private::beside(#beside)] #item),
        );
        let marker = marker.map(|marker| match &self.door {
            Some(path) => door::by(&path.to_token_stream(), marker),
            None => door::through(marker),
        });
        let function = self.function;
        quote!(#function #marker)
    }

    /// For readers: the items as they come out in the end.
    #[cfg(test)]
    pub(crate) fn flat(self) -> TokenStream {
        let marker = self.marker.map(|Marker { conditions, item, beside }| quote!(#conditions #item #beside));
        let function = self.function;
        quote!(#function #marker)
    }
}
