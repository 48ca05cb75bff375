//! The annotated item: a function whose body nobody looks into.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{FnArg, Pat, Signature, Visibility};

use crate::diagnostics::{Errors, Fault};

/// A function: attributes, visibility and signature as syntax, and all of it as the tokens that it came as.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) attributes: Vec<syn::Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    tokens: TokenStream,
}

impl Item {
    /// Reads the item; reports anything but a function, and a second `#[action]` on it.
    pub(crate) fn read(tokens: &TokenStream, errors: &mut Errors) -> Option<Self> {
        let parsed = function.parse2(tokens.clone());
        let (attributes, visibility, rest) =
            parsed.map_err(|_| errors.add(tokens, Fault::new("`#[action]` goes on an `async fn`"))).ok()?;
        let Ok((signature, body)) = signature_and_body.parse2(rest.clone()) else {
            errors.add(keyword(&rest, tokens), Fault::new("`#[action]` goes on an `async fn`, and this is none"));
            return None;
        };
        let (repeated, kept): (Vec<_>, Vec<_>) = attributes.into_iter().partition(is_action);
        let whole = whole_inputs(&signature);
        let tokens = if repeated.is_empty() && whole.is_none() {
            tokens.clone()
        } else {
            // Left in place, a second attribute would be expanded as well, and everything it generates would stand twice.
            let mut tokens = TokenStream::new();
            kept.iter().for_each(|attribute| attribute.to_tokens(&mut tokens));
            visibility.to_tokens(&mut tokens);
            whole.as_ref().unwrap_or(&signature).to_tokens(&mut tokens);
            tokens.extend(body);
            tokens
        };
        for attribute in repeated {
            errors.add(
                attribute,
                Fault::new(format!("`#[action]` stands twice on `{}`", signature.ident))
                    .help("write all keys into one attribute: a second one would be an action of its own"),
            );
        }
        Some(Self { attributes: kept, visibility, signature, tokens })
    }

    /// The function's name, without `r#`.
    pub(crate) fn name(&self) -> String {
        use syn::ext::IdentExt;

        self.signature.ident.unraw().to_string()
    }

    /// Whether the signature says that the function stands in an `impl`: that it takes `self`, or names `Self`.
    pub(crate) fn is_associated(&self) -> bool {
        self.own_type().is_some() || self.signature.receiver().is_some()
    }

    /// The first `Self` in the signature.
    pub(crate) fn own_type(&self) -> Option<Ident> {
        first_self(self.signature.to_token_stream())
    }

    /// Whether the function has `#[deprecated]`.
    pub(crate) fn is_deprecated(&self) -> bool {
        self.attributes.iter().any(|attribute| attribute.path().is_ident("deprecated"))
    }

    /// The `cfg` attributes: what is generated exists exactly when the function does.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &syn::Attribute> {
        self.attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"))
    }
}

impl ToTokens for Item {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.tokens.clone());
    }
}

fn function(input: ParseStream<'_>) -> syn::Result<(Vec<syn::Attribute>, Visibility, TokenStream)> {
    Ok((syn::Attribute::parse_outer(input)?, input.parse()?, input.parse()?))
}

fn signature_and_body(input: ParseStream<'_>) -> syn::Result<(Signature, TokenStream)> {
    Ok((input.parse()?, input.parse()?))
}

fn first_self(tokens: TokenStream) -> Option<Ident> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(word) => (word == "Self").then_some(word),
        TokenTree::Group(group) => first_self(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    })
}

/// The signature with `input: Input<T>` instead of `Input(input): Input<T>`, which is told: rustc would tell it as well.
fn whole_inputs(signature: &Signature) -> Option<Signature> {
    let mut whole = signature.clone();
    let mut changed = false;
    for input in &mut whole.inputs {
        if let FnArg::Typed(typed) = input
            && let Some(inner) = apart(&typed.pat)
        {
            *typed.pat = inner.clone();
            changed = true;
        }
    }
    changed.then_some(whole)
}

/// `input` of `Input(input)`.
pub(super) fn apart(pattern: &Pat) -> Option<&Pat> {
    match pattern {
        Pat::TupleStruct(pattern) if pattern.path.segments.last()?.ident == "Input" => pattern.elems.first(),
        _ => None,
    }
}

fn is_action(attribute: &syn::Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == "action")
}

/// The word that says what an item is: `struct`, `impl`.
fn keyword(rest: &TokenStream, all: &TokenStream) -> TokenStream {
    match rest.clone().into_iter().next() {
        Some(word @ TokenTree::Ident(_)) => word.into_token_stream(),
        _ => all.clone(),
    }
}
