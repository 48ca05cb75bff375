//! What a declaration that cannot be parsed most likely says: a permission that it names is then not reported as unknown as well.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use super::parse::{Grant, Grants, Role};

/// `role admin extends member { ... }` -> a role that inherits from nobody, and what it grants.
pub(super) fn role(tokens: TokenStream) -> Option<Role> {
    let mut tokens = tokens.into_iter();
    let name = tokens.find_map(ident)?;
    let braces = tokens.find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    });
    Some(Role { docs: Vec::new(), name, parents: Vec::new(), braces: None, grants: braces.map(grants).unwrap_or_default() })
}

/// `note read, edit; user = delete` -> every operation with the resource before it.
pub(super) fn grants(tokens: TokenStream) -> Vec<Grants> {
    let mut found: Vec<Grants> = Vec::new();
    let mut begins = true;
    let mut conditional = false;
    let mut tokens = flat(tokens).into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(end) if end.as_char() == ';' => (begins, conditional) = (true, false),
            TokenTree::Punct(comma) if comma.as_char() == ',' => conditional = false,
            TokenTree::Ident(word) if word == "if" => conditional = true,
            TokenTree::Ident(word) => {
                let assigns = |punct: &proc_macro2::Punct| {
                    punct.as_char() == '=' || punct.as_char() == ':' && punct.spacing() == proc_macro2::Spacing::Alone
                };
                let assigned = matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if assigns(punct));
                // Not `Post::is_author`, whose first colon is joint.
                if begins || assigned {
                    found.push(Grants { docs: Vec::new(), resource: word, operations: Vec::new() });
                    (begins, conditional) = (false, false);
                } else if let Some(grants) = found.last_mut().filter(|_| !conditional) {
                    grants.operations.push(Grant { docs: Vec::new(), operation: word, condition: None });
                }
            }
            _ => {}
        }
    }
    found
}

/// The tokens out of every bracket.
fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    tokens
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Group(group) => flat(group.stream()),
            token => vec![token],
        })
        .collect()
}

fn ident(token: TokenTree) -> Option<Ident> {
    match token {
        TokenTree::Ident(ident) => Some(ident),
        _ => None,
    }
}
