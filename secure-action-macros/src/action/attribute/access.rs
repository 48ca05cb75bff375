//! `role("a", "b")` and `permission("a:b")`: who may call.

use proc_macro2::{Ident, TokenStream};
use syn::{LitStr, Path};

use crate::diagnostics::{Errors, Fault};
use crate::entry::{Entry, Value, is_word, listed_as_one};
use crate::said::Word;

/// `role` or `permission`, with the names behind it; whether the policy knows them is checked in a constant.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) key: Ident,
    pub(crate) literals: Vec<LitStr>,
}

/// `public`
#[derive(Debug)]
pub(super) struct Public;

/// `role("admin", "auditor")`
#[derive(Debug)]
pub(super) struct Roles(pub(super) Names);

/// `permission("user:update")`
#[derive(Debug)]
pub(super) struct Permissions(pub(super) Names);

impl Word for Public {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        if matches!(&entry.value, Value::Assigned(value) if value.to_string() == "false") {
            let fault = Fault::new("`public` takes no value");
            errors.add(entry.place(), fault.help("leave the key out: nothing is public that does not say so"));
            return None;
        }
        entry.bare(errors).then_some(Self)
    }
}

impl Word for Roles {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let example = example(entry, "role", role, "admin");
        let literals = entry.strings_like("a role name", &example, role, errors)?;
        check_one_each(entry, &literals, errors)?;
        Some(Self(Names { key: entry.key.clone(), literals }))
    }
}

impl Word for Permissions {
    fn read(entry: &Entry, errors: &mut Errors) -> Option<Self> {
        let example = example(entry, "permission", permission, "user:delete");
        let literals = entry.strings_like("a permission name", &example, permission, errors)?;
        check_one_each(entry, &literals, errors)?;
        Some(Self(Names { key: entry.key.clone(), literals }))
    }
}

/// `role = "admin, member"`
fn check_one_each(entry: &Entry, literals: &[LitStr], errors: &mut Errors) -> Option<()> {
    let mut fits = Some(());
    for literal in literals {
        let text = literal.value();
        let parts = text.split([',', ';', '|', ' ']).filter(|part| !part.is_empty());
        if let Some(help) = listed_as_one(&entry.key, &parts.map(str::to_owned).collect::<Vec<_>>()) {
            errors.add(literal, Fault::new(format!("`{text}` is more than one name")).help(help));
            fits = None;
        }
    }
    fits
}

/// The entry as it should be written: with the user's own word where a word stands without quotes.
fn example(entry: &Entry, key: &str, meant: impl Fn(&TokenStream) -> Option<String>, otherwise: &str) -> String {
    let word = match &entry.value {
        Value::Assigned(value) => meant(value),
        Value::Nothing | Value::List(_) => None,
    };
    format!("{key} = \"{}\"", word.as_deref().unwrap_or(otherwise))
}

/// `admin` or `Role::Admin` -> `admin`
fn role(tokens: &TokenStream) -> Option<String> {
    let path = syn::parse2::<Path>(tokens.clone()).ok()?;
    Some(snake_case(&path.segments.last()?.ident.to_string()))
}

/// `user:delete` or `permission::user::Delete` -> `user:delete`
fn permission(tokens: &TokenStream) -> Option<String> {
    let text = tokens.to_string().replace(' ', "");
    let (resource, operation) = text.rsplit_once(':')?;
    let resource = resource.trim_end_matches(':').rsplit(':').next()?;
    (is_word(resource) && is_word(operation)).then(|| format!("{resource}:{}", snake_case(operation)))
}

/// `ReadAll` -> `read_all`, `ADMIN` -> `admin`
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let mut before = '_';
    for letter in name.chars() {
        // A capital letter begins a word, but not behind another one.
        if letter.is_ascii_uppercase() && !before.is_ascii_uppercase() && before != '_' {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
        before = letter;
    }
    snake
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn what_stands_without_quotes_is_told_with_them() {
        for (tokens, meant) in [
            (quote!(admin), "admin"),
            (quote!(ADMIN), "admin"),
            (quote!(READ_ALL), "read_all"),
            (quote!(Role::Admin), "admin"),
            (quote!(crate::Role::ReadAll), "read_all"),
        ] {
            assert_eq!(role(&tokens).as_deref(), Some(meant));
        }
        for (tokens, meant) in [(quote!(user:delete), "user:delete"), (quote!(permission::user::ReadAll), "user:read_all")] {
            assert_eq!(permission(&tokens).as_deref(), Some(meant));
        }
        assert_eq!((role(&quote!(1 + 1)), permission(&quote!(delete)), permission(&quote!(a: 1))), (None, None, None));
    }
}
