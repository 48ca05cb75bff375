//! `actions![...]`: a list of actions, no route twice.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Path};

use crate::action::taken;
use crate::diagnostics::{Errors, Fault};

/// One action: `#[cfg(feature = "reports")] reports::print`.
struct Listed {
    attributes: Vec<Attribute>,
    path: Path,
}

impl Parse for Listed {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(Self { attributes: Attribute::parse_outer(input)?, path: input.parse()? })
    }
}

impl Listed {
    fn is_refused(&self) -> bool {
        self.path.get_ident().is_some_and(|ident| taken(&ident.to_string()).is_some())
    }
}

/// Expands `actions![change_role, users::register]` to an `ActionSet`.
pub(crate) fn expand(list: TokenStream) -> TokenStream {
    let listed = match Punctuated::<Listed, syn::Token![,]>::parse_terminated.parse2(list) {
        Ok(listed) => listed,
        Err(error) => {
            let text = format!("{error}\nhelp: write the names of actions: `actions![sign_up, users::change_role]`");
            return syn::Error::new(error.span(), text).to_compile_error();
        }
    };
    let mut errors = Errors::new();
    for attribute in listed.iter().flat_map(|listed| &listed.attributes) {
        if !attribute.path().is_ident("cfg") {
            errors.add(attribute, Fault::new("only `#[cfg(...)]` can stand before an action in a list").help("remove it"));
        }
    }
    if !errors.is_empty() {
        return quote!({ #errors ::core::unreachable!() });
    }
    // `#[action]` has refused a function of such a name; if there is none, rustc does.
    let (refused, listed): (Vec<_>, Vec<_>) = listed.into_iter().partition(Listed::is_refused);
    let refused = refused.iter().map(|Listed { attributes, path }| quote!(#(#attributes)* let _ = #path;));
    // A function without `#[action]` has no type of its name, which rustc tells in its own words. A type to fall back on, glob
    // imported behind an import of each name, would be told in ours, and make two errors of every misspelt or private name.
    let conditions: Vec<_> = listed.iter().map(|listed| &listed.attributes).collect();
    let paths: Vec<&Path> = listed.iter().map(|listed| &listed.path).collect();
    let span = |path: &Path| path.segments.last().map_or_else(Span::call_site, |segment| segment.ident.span());
    let specs = paths.iter().map(|path| quote_spanned!(span(path)=> <#path as ::secure_action::__private::Action>::SPEC));
    let checks = paths.iter().enumerate().skip(1).map(|(index, path)| {
        let own = conditions.get(index);
        let own = own.into_iter().copied().flatten();
        // Those before it that are there.
        let earlier = conditions.iter().take(index);
        let index = quote!({
            const EARLIER: &[()] = &[#(#(#earlier)* ()),*];
            EARLIER.len()
        });
        quote_spanned!(span(path)=> #(#own)* const _: () = ::secure_action::__private::require_unique_route(SPECS, #index);)
    });
    let mounted = paths.iter().map(|path| {
        quote_spanned!(span(path)=> ::secure_action::__private::mounted(<#path as ::secure_action::__private::Action>::ITSELF))
    });
    quote!({
        #(#refused)*
        const SPECS: &[&::secure_action::__private::ActionSpec] = &[#(#(#conditions)* #specs),*];
        #(#checks)*
        ::secure_action::__private::ActionSet::new([#(#(#conditions)* #mounted),*])
    })
}
