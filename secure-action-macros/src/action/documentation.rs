//! The doc comment: its first paragraph is the summary, the rest the description.

use syn::{Expr, Lit, Meta};

/// What the doc comment of a function says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Documentation {
    pub(crate) summary: String,
    pub(crate) description: String,
}

impl Documentation {
    /// Reads the doc comment among `attributes`.
    pub(crate) fn read(attributes: &[syn::Attribute]) -> Self {
        let text: Vec<String> = attributes.iter().filter_map(line).collect();
        let text = text.join("\n");
        let lines: Vec<&str> = text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
        let mut lines = lines.iter().copied().skip_while(|line| line.is_empty());
        let summary: Vec<&str> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
        let description: Vec<&str> = lines.collect();
        Self { summary: summary.join(" "), description: description.join("\n").trim().to_owned() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.summary.is_empty()
    }
}

/// The text of `/// text`, which is `#[doc = " text"]`.
fn line(attribute: &syn::Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else {
        return None;
    };
    match &pair.value {
        Expr::Lit(literal) if pair.path.is_ident("doc") => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn the_first_paragraph_is_the_summary() {
        let function: syn::ItemFn = parse_quote! {
            /// Changes a user's
            /// role.
            ///
            /// The change holds
            /// at once.
            ///
            ///     code
            #[inline]
            fn change_role() {}
        };
        let read = Documentation::read(&function.attrs);
        assert_eq!(read.summary, "Changes a user's role.");
        assert_eq!(read.description, "The change holds\nat once.\n\n    code");
    }

    #[test]
    fn no_comment_says_nothing() {
        let function: syn::ItemFn = parse_quote! {
            #[doc(hidden)]
            fn change_role() {}
        };
        assert!(Documentation::read(&function.attrs).is_empty());
    }
}
