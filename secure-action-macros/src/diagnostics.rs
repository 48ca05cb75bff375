//! How mistakes are told: every one of them in one run, each at the user's own token, with the fix in the message.

use proc_macro2::TokenStream;
use quote::ToTokens;

/// A mistake in words, not yet at a place in the source.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault(String);

impl Fault {
    /// What is wrong: lower case, no full stop, the user's words in backticks.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// What to write instead.
    pub(crate) fn help(mut self, text: impl AsRef<str>) -> Self {
        self.0.push_str("\nhelp: ");
        self.0.push_str(text.as_ref());
        self
    }

    /// Why, or what is related.
    pub(crate) fn note(mut self, text: impl AsRef<str>) -> Self {
        self.0.push_str("\nnote: ");
        self.0.push_str(text.as_ref());
        self
    }
}

/// The mistakes found so far.
#[derive(Debug, Default)]
pub(crate) struct Errors(Vec<syn::Error>);

impl Errors {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Reports `fault` under all of `tokens`.
    pub(crate) fn add(&mut self, tokens: impl ToTokens, fault: Fault) {
        self.0.push(syn::Error::new_spanned(tokens, fault.0));
    }

    /// The value, or nothing and an error under `tokens`.
    pub(crate) fn keep<T>(&mut self, tokens: impl ToTokens, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.add(tokens, fault)).ok()
    }

    /// Takes over the mistakes of another list.
    pub(crate) fn append(&mut self, other: &mut Self) {
        self.0.append(&mut other.0);
    }

    /// Adds a mistake in the words of syn or darling.
    pub(crate) fn combine(&mut self, error: syn::Error) {
        self.0.push(error);
    }

    /// How many.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl ToTokens for Errors {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.iter().map(syn::Error::to_compile_error));
    }
}

/// The candidate that `word` is most likely a slip of.
pub(crate) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // Two slips in a short word, a third of a long one: beyond that it is another word.
    let tolerated = match word.chars().count() {
        0..=2 => 1,
        3..=5 => 2,
        long => long / 3,
    };
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= tolerated)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `"a", "b" and "c"`, each between `quote`s.
pub(crate) fn listed<'w>(words: impl IntoIterator<Item = &'w str>, quote: char) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("{quote}{word}{quote}")).collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_and_another_word_is_not() {
        let words = ["role", "auth", "permission", "rate_limit"];
        assert_eq!(nearest("roel", words), Some("role"));
        assert_eq!(nearest("permisions", words), Some("permission"));
        assert_eq!(nearest("csrf", words), None);
        assert_eq!(nearest("", words), None);
    }

    #[test]
    fn words_are_listed_as_one_writes_them() {
        assert_eq!(listed([], '`'), "");
        assert_eq!(listed(["a"], '`'), "`a`");
        assert_eq!(listed(["a", "b", "c"], '"'), "\"a\", \"b\" and \"c\"");
    }
}
