//! A source file with its macros expanded: what `cargo expand` shows, made without a compiler.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, Item, Meta, Path, Token};

use crate::{action, actions, policy, public_error, visible};

/// One use of a macro.
#[derive(Clone, Debug)]
pub(crate) enum Invocation {
    Action { attribute: TokenStream, item: TokenStream },
    Actions(TokenStream),
    Policy(TokenStream),
    PublicError(TokenStream),
    Visible(TokenStream),
}

impl Invocation {
    /// What the compiler has in the end.
    pub(crate) fn expand(&self) -> TokenStream {
        match self {
            Self::Action { attribute, item } => action::expand(attribute.clone(), item).flat(),
            Self::Actions(list) => actions::expand(list.clone()),
            Self::Policy(declarations) => policy::expand(declarations.clone()),
            Self::PublicError(item) => public_error::expand(item.clone()),
            Self::Visible(item) => visible::expand(item.clone()),
        }
    }
}

/// The file, with what `replacement` makes of each use of a macro in its place.
pub(crate) fn replace(source: &str, mut replacement: impl FnMut(&Invocation) -> TokenStream) -> syn::Result<TokenStream> {
    let file = syn::parse_file(source)?;
    let mut replaced = TokenStream::new();
    for attribute in &file.attrs {
        attribute.to_tokens(&mut replaced);
    }
    for item in file.items {
        replaced.extend(item_replaced(item, &mut replacement)?);
    }
    Ok(replaced)
}

fn item_replaced(item: Item, replacement: &mut impl FnMut(&Invocation) -> TokenStream) -> syn::Result<TokenStream> {
    match item {
        Item::Fn(mut function) => {
            let Some(index) = function.attrs.iter().position(|attribute| attribute.path().is_ident("action")) else {
                return Ok(expressions(function.to_token_stream(), replacement));
            };
            let attribute = match function.attrs.remove(index).meta {
                Meta::List(list) => list.tokens,
                _ => TokenStream::new(),
            };
            Ok(replacement(&Invocation::Action { attribute, item: function.to_token_stream() }))
        }
        Item::Macro(invocation) if invocation.mac.path.is_ident("policy") => {
            Ok(replacement(&Invocation::Policy(invocation.mac.tokens)))
        }
        Item::Enum(mut item) => {
            let derives = remove_derive(&mut item.attrs, "PublicError")?;
            let item = item.to_token_stream();
            let generated = derives.then(|| replacement(&Invocation::PublicError(item.clone())));
            Ok(quote!(#item #generated))
        }
        Item::Struct(mut item) => {
            let derives = remove_derive(&mut item.attrs, "Visible")?;
            let item = item.to_token_stream();
            let generated = derives.then(|| replacement(&Invocation::Visible(item.clone())));
            Ok(quote!(#item #generated))
        }
        other => Ok(expressions(other.to_token_stream(), replacement)),
    }
}

/// Takes `name` out of `#[derive(Debug, PublicError)]`; whether it was there.
fn remove_derive(attributes: &mut [Attribute], name: &str) -> syn::Result<bool> {
    let mut found = false;
    for attribute in attributes.iter_mut().filter(|attribute| attribute.path().is_ident("derive")) {
        let derives = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)?;
        let kept: Vec<&Path> = derives.iter().filter(|derive| !derive.is_ident(name)).collect();
        found |= kept.len() < derives.len();
        if let Meta::List(list) = &mut attribute.meta {
            list.tokens = quote!(#(#kept),*);
        }
    }
    Ok(found)
}

/// Every `actions![...]` among the tokens.
fn expressions(tokens: TokenStream, replacement: &mut impl FnMut(&Invocation) -> TokenStream) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    let mut replaced = TokenStream::new();
    while let Some(token) = tokens.next() {
        let is_name = matches!(&token, TokenTree::Ident(name) if name == "actions");
        let bang = tokens.next_if(|next| is_name && matches!(next, TokenTree::Punct(punct) if punct.as_char() == '!'));
        match (token, bang) {
            (_, Some(_)) => {
                if let Some(TokenTree::Group(list)) = tokens.next() {
                    replaced.extend(replacement(&Invocation::Actions(list.stream())));
                }
            }
            (TokenTree::Group(group), None) => {
                let inner = expressions(group.stream(), replacement);
                replaced.extend([TokenTree::Group(Group::new(group.delimiter(), inner))]);
            }
            (token, None) => replaced.extend([token]),
        }
    }
    replaced
}
