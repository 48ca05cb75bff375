//! What was most likely meant by what stands where it cannot: for the `help:` of a message.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::LitStr;

/// What is most likely meant by text in quotes where a key is expected.
pub(super) fn literal_help(tokens: &TokenStream) -> Option<String> {
    let text = syn::parse2::<LitStr>(tokens.clone()).ok()?.value();
    if is_word(&text) {
        return Some(format!("keys stand without quotes: write `{text}`"));
    }
    match text.chars().next() {
        Some('/') => Some(format!("a route is written with its method: `get = \"{text}\"`")),
        _ if text.contains(':') => Some(format!("write `permission = \"{text}\"`")),
        _ => None,
    }
}

/// Whether this could be a name. What is not is never given to the lexer, which would complain in its own words.
pub(crate) fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && text.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
}

/// Text in quotes, wherever it stands among the tokens.
pub(super) fn texts(tokens: &TokenStream) -> Vec<String> {
    let texts = tokens.clone().into_iter().flat_map(|token| match token {
        TokenTree::Group(group) => texts(&group.stream()),
        token => syn::parse2::<LitStr>(token.into()).map(|literal| literal.value()).into_iter().collect(),
    });
    texts.collect()
}

/// The one entry in which these texts belong, if they are several: `role("admin", "member")`.
pub(crate) fn listed_as_one(key: &Ident, texts: &[String]) -> Option<String> {
    (texts.len() > 1).then(|| format!("write `{key}({})`", listed(texts.iter().map(String::as_str))))
}

fn listed<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    texts.map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use quote::{format_ident, quote};

    use super::*;

    #[test]
    fn text_in_quotes_is_a_key_a_route_or_a_permission() {
        for (tokens, help) in [
            (quote!("auth"), Some("keys stand without quotes: write `auth`")),
            (quote!("/notes"), Some("a route is written with its method: `get = \"/notes\"`")),
            (quote!("note:read"), Some("write `permission = \"note:read\"`")),
            (quote!("5 words"), None),
            (quote!(5), None),
        ] {
            assert_eq!(literal_help(&tokens).as_deref(), help);
        }
    }

    #[test]
    fn several_texts_are_one_list() {
        let found = texts(&quote!(any(["admin", 1 | "member"])));
        assert_eq!(listed_as_one(&format_ident!("role"), &found).as_deref(), Some("write `role(\"admin\", \"member\")`"));
        assert_eq!(listed_as_one(&format_ident!("role"), &texts(&quote!("admin"))), None);
    }

    #[test]
    fn what_the_lexer_would_complain_of_is_no_word() {
        for text in ["", "1", "note's", "a b", "a\"b", "'a", "r#type"] {
            assert!(!is_word(text), "{text:?}");
        }
        for text in ["a", "_a1", "größe"] {
            assert!(is_word(text), "{text:?}");
        }
    }
}
