//! `actions![...]`: a list of actions, no route twice.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::parse::Parser;
use syn::punctuated::Punctuated;

/// Expands `actions![change_role, users::register]` to an `ActionSet`.
pub(crate) fn expand(list: TokenStream) -> TokenStream {
    let paths = match Punctuated::<Path, syn::Token![,]>::parse_terminated.parse2(list) {
        Ok(paths) => paths,
        Err(error) => {
            let text = format!("{error}\nhelp: write the names of actions: `actions![sign_up, users::change_role]`");
            return syn::Error::new(error.span(), text).to_compile_error();
        }
    };
    let paths: Vec<&Path> = paths.iter().collect();
    let span = |path: &Path| path.segments.last().map_or_else(Span::call_site, |segment| segment.ident.span());
    let specs = paths.iter().map(|path| quote_spanned!(span(path)=> <#path as ::secure_action::__private::Action>::SPEC));
    let checks = paths.iter().enumerate().skip(1).map(|(index, path)| {
        quote_spanned!(span(path)=> const _: () = ::secure_action::__private::require_unique_route(&SPECS, #index);)
    });
    let mounted =
        paths.iter().map(|path| quote_spanned!(span(path)=> <#path as ::secure_action::__private::Action>::mounted()));
    let count = paths.len();
    quote!({
        const SPECS: [&::secure_action::__private::ActionSpec; #count] = [#(#specs),*];
        #(#checks)*
        ::secure_action::__private::ActionSet::new([#(#mounted),*])
    })
}
