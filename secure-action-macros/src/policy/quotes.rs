//! Names in quotes, `role "admin"`: told, and then read as what they mean, so that the rest of the policy is still there.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::LitStr;

use crate::diagnostics::{Errors, Fault};
use crate::entry::is_word;

/// The same declarations with every name out of its quotes; text that is no name stays, and has been told of.
pub(super) fn without(tokens: TokenStream, errors: &mut Errors) -> TokenStream {
    // A doc comment is an attribute with a text.
    let mut hash = false;
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Punct(punct) => {
                hash = punct.as_char() == '#';
                TokenTree::Punct(punct)
            }
            TokenTree::Group(group) if hash && group.delimiter() == Delimiter::Bracket => {
                hash = false;
                TokenTree::Group(group)
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), without(group.stream(), errors));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            TokenTree::Literal(literal) => {
                let Ok(text) = syn::parse2::<LitStr>(TokenTree::Literal(literal.clone()).into()) else {
                    return TokenTree::Literal(literal);
                };
                let fault = Fault::new("names stand without quotes in `policy!`");
                errors.add(&text, fault.help(format!("write `{}`", text.value().replace(':', ": "))));
                // Asked before the lexer is, which would complain in its own words.
                match is_word(&text.value()).then(|| text.parse::<Ident>()) {
                    Some(Ok(mut name)) => {
                        name.set_span(text.span());
                        TokenTree::Ident(name)
                    }
                    _ => TokenTree::Literal(literal),
                }
            }
            token => token,
        })
        .collect()
}
