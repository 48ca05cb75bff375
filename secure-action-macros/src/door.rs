//! How generated code reaches the runtime crate: as `::secure_action`, unless `Cargo.toml` or the user says otherwise.
//!
//! `Cargo.toml` is read once for a crate that is compiled, and by lines: what parses TOML would be most of what these macros cost
//! to build.

use std::path::Path;
use std::sync::OnceLock;
use std::{env, fs};

use proc_macro2::{Group, Ident, Literal, Punct, Spacing, TokenStream, TokenTree};
/// The tokens, with every `::secure_action` in them by the name that the crate has here.
pub(crate) fn through(tokens: TokenStream) -> TokenStream {
    match here().name.as_deref().map(str::parse) {
        Some(Ok(path)) => by(&path, tokens),
        _ => tokens,
    }
}

/// Whether a crate is called so where the macro is used: one of its dependencies, or one of the standard library.
pub(crate) fn is_crate(name: &str) -> bool {
    matches!(name, "std" | "core" | "alloc") || here().dependencies.iter().any(|known| known == name)
}

/// What the crate that is compiled says in its `Cargo.toml`.
#[derive(Default)]
struct Here {
    /// The path by which the runtime crate is reached, if it is not its own name.
    name: Option<String>,
    dependencies: Vec<String>,
}

fn here() -> &'static Here {
    static HERE: OnceLock<Here> = OnceLock::new();
    HERE.get_or_init(|| {
        let folder = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
        Here::of(Path::new(&folder)).unwrap_or_default()
    })
}

/// The tokens, with every `::secure_action` in them as `path`.
pub(crate) fn by(path: &TokenStream, tokens: TokenStream) -> TokenStream {
    let mut renamed = TokenStream::new();
    // A colon that may begin `::secure_action`, and the one behind it.
    let mut colons: Vec<Punct> = Vec::new();
    // Whether the colons continue a path.
    let mut continues = false;
    let mut last_is_segment = false;
    let mut lifetime = false;
    for token in tokens {
        match token {
            // The colon of a bound stands alone: `S: ::secure_action::serde::Serializer`.
            TokenTree::Punct(punct)
                if punct.as_char() == ':' && (colons.len() == 1 || colons.is_empty() && punct.spacing() == Spacing::Joint) =>
            {
                if colons.is_empty() {
                    continues = last_is_segment;
                }
                colons.push(punct);
            }
            TokenTree::Ident(word) if colons.len() == 2 && !continues && word == "secure_action" => {
                colons.clear();
                renamed.extend(path.clone().into_iter().map(|mut token| {
                    token.set_span(word.span());
                    token
                }));
                last_is_segment = true;
            }
            token => {
                renamed.extend(colons.drain(..).map(TokenTree::Punct));
                last_is_segment = matches!(&token, TokenTree::Ident(word) if !lifetime && !is_keyword(word));
                lifetime = matches!(&token, TokenTree::Punct(quote) if quote.as_char() == '\'');
                renamed.extend([match token {
                    TokenTree::Group(group) => {
                        let mut inner = Group::new(group.delimiter(), by(path, group.stream()));
                        inner.set_span(group.span());
                        TokenTree::Group(inner)
                    }
                    TokenTree::Literal(literal) => TokenTree::Literal(quoted(path, literal)),
                    token => token,
                }]);
            }
        }
    }
    renamed.extend(colons.into_iter().map(TokenTree::Punct));
    renamed
}

/// A path in quotes, as in `#[serde(crate = "...")]`.
fn quoted(path: &TokenStream, literal: Literal) -> Literal {
    let text = literal.to_string();
    let Some(rest) = text.strip_prefix("\"::secure_action::").and_then(|rest| rest.strip_suffix('"')) else {
        return literal;
    };
    let mut renamed = Literal::string(&format!("{}::{rest}", path.to_string().replace(' ', "")));
    renamed.set_span(literal.span());
    renamed
}

/// Whether a path can begin behind this word.
fn is_keyword(word: &Ident) -> bool {
    ["as", "const", "dyn", "for", "impl", "in", "mut", "pub", "ref", "return", "use", "where", "else", "match", "if"]
        .iter()
        .any(|keyword| word == keyword)
}

impl Here {
    fn of(folder: &Path) -> Option<Self> {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
        let manifest = Manifest::read(&manifest);
        Some(Self { name: manifest.name(folder), dependencies: manifest.dependencies })
    }
}

/// What a `Cargo.toml` says about the crate.
#[derive(Debug, Default, PartialEq, Eq)]
struct Manifest {
    /// `[package.metadata.secure-action]` with `crate = "facade::guard"`.
    told: Option<String>,
    /// Whether it is a dependency by its own name.
    plain: bool,
    /// Dependencies with `package = "secure-action"`.
    renamed: Vec<String>,
    /// Dependencies with `workspace = true`.
    inherited: Vec<String>,
    /// The dependencies of a workspace with `package = "secure-action"`.
    shared: Vec<String>,
    /// The names of all dependencies.
    dependencies: Vec<String>,
}

impl Manifest {
    /// The path by which the package of this folder reaches the runtime crate, if it is not its own name.
    fn name(&self, folder: &Path) -> Option<String> {
        if self.told.is_some() || self.plain {
            return self.told.clone();
        }
        if let Some(name) = self.renamed.first() {
            return Some(format!("::{name}"));
        }
        // Renamed for the whole workspace.
        let workspace = folder.ancestors().skip(1).find_map(|folder| {
            let text = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
            text.lines().any(|line| line.trim_start().starts_with("[workspace")).then_some(text)
        })?;
        let shared = Self::read(&workspace).shared;
        let name = self.inherited.iter().find(|name| shared.contains(name))?;
        Some(format!("::{name}"))
    }

    fn read(text: &str) -> Self {
        let mut manifest = Self::default();
        let mut table: Vec<String> = Vec::new();
        for line in text.lines().map(str::trim) {
            if let Some(header) = line.strip_prefix('[') {
                table = header.split(']').next().map(keys).unwrap_or_default();
                manifest.entry(&table, "");
            } else if let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) {
                let path: Vec<String> = table.iter().cloned().chain(keys(key)).collect();
                manifest.entry(&path, value.trim());
            }
        }
        manifest
    }

    /// One entry, or the header of a table.
    fn entry(&mut self, path: &[String], value: &str) {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        if let ["package", "metadata", "secure-action", "crate"] = path.as_slice() {
            self.told = value.split('"').nth(1).map(str::to_owned);
            return;
        }
        let Some(at) = path.iter().position(|key| key.ends_with("dependencies")) else {
            return;
        };
        let (before, [_, name, option @ ..]) = path.split_at(at) else {
            return;
        };
        let name = name.replace('-', "_");
        let has = |key: &str, wanted: &str| match option {
            [] => value.split_once('{').is_some_and(|(_, options)| {
                options
                    .split([',', '}'])
                    .filter_map(|option| option.split_once('='))
                    .any(|(found, value)| found.trim() == key && value.trim().trim_matches('"') == wanted)
            }),
            [found] => *found == key && value.split('#').next().is_some_and(|value| value.trim().trim_matches('"') == wanted),
            _ => false,
        };
        let is_renamed = has("package", "secure-action");
        if before.first() == Some(&"workspace") {
            self.shared.extend(is_renamed.then_some(name));
            return;
        }
        if !self.dependencies.contains(&name) {
            self.dependencies.push(name.clone());
        }
        // Called so, it is another crate if `package` says so; that of nobody, then, is reached by its own name.
        self.plain |= name == "secure_action";
        self.inherited.extend(has("workspace", "true").then(|| name.clone()));
        self.renamed.extend(is_renamed.then_some(name).filter(|name| name != "secure_action"));
    }
}

/// `target.'cfg(unix)'.dependencies` -> its keys, without quotes.
fn keys(dotted: &str) -> Vec<String> {
    let mut keys = vec![String::new()];
    let mut quote = None;
    for letter in dotted.chars() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            (None, '.') => keys.push(String::new()),
            (None, letter) if letter.is_whitespace() => {}
            (_, letter) => keys.last_mut().into_iter().for_each(|key| key.push(letter)),
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn a_renamed_dependency_is_found_however_it_is_written() {
        for text in [
            "[dependencies]\nguard = { version = \"1\", package = \"secure-action\" }",
            "[dependencies]\nguard.package = \"secure-action\"",
            "[dependencies.guard]\nversion = \"1\"\npackage = \"secure-action\" # renamed",
            "[target.'cfg(unix)'.dependencies]\n\"guard\" = { package = \"secure-action\" }",
            "[dev-dependencies]\nserde = \"1\"\nguard={package=\"secure-action\",default-features=false}",
        ] {
            assert_eq!(Manifest::read(text).renamed, ["guard"], "{text}");
        }
    }

    #[test]
    fn by_its_own_name_it_is_left_alone() {
        for text in [
            "[dependencies]\nsecure-action = \"1\"",
            "[dependencies.secure-action]\nversion = \"1\"",
            "[dependencies]\nsecure-action.workspace = true\nguard = { package = \"other\" }",
            "[dependencies]\nsecure_action = { package = \"secure-action\" }",
        ] {
            let manifest = Manifest::read(text);
            assert!(manifest.plain && manifest.renamed.is_empty(), "{text}: {manifest:?}");
        }
        assert_eq!(Manifest::read("# guard = { package = \"secure-action\" }\n[features]\nx = []"), Manifest::default());
    }

    #[test]
    fn a_workspace_renames_for_its_members_and_a_facade_is_told() {
        let shared =
            Manifest::read("[workspace.dependencies]\nguard = { package = \"secure-action\", version = \"1\" }").shared;
        assert_eq!(shared, ["guard"]);
        assert_eq!(Manifest::read("[dependencies]\nguard = { workspace = true }\n").inherited, ["guard"]);
        assert_eq!(Manifest::read("[dependencies]\nguard.workspace = true\n").inherited, ["guard"]);
        let told = Manifest::read("[package.metadata.secure-action]\ncrate = \"facade::guard\"").told;
        assert_eq!(told.as_deref(), Some("facade::guard"));
    }

    #[test]
    fn only_paths_that_begin_there_are_renamed() {
        let renamed = |tokens| by(&quote!(::guard), tokens).to_string();
        assert_eq!(renamed(quote!(::secure_action::a)), quote!(::guard::a).to_string());
        assert_eq!(
            renamed(quote!(
                const A: &'static ::secure_action::X = [<T as ::secure_action::Y>::Z];
            )),
            quote!(
                const A: &'static ::guard::X = [<T as ::guard::Y>::Z];
            )
            .to_string()
        );
        assert_eq!(
            renamed(quote!(fn a<S: ::secure_action::B>(s: S) -> ::secure_action::C)),
            quote!(fn a<S: ::guard::B>(s: S) -> ::guard::C).to_string()
        );
        assert_eq!(renamed(quote!("::secure_action::x")), quote!("::guard::x").to_string());
        for tokens in [quote!(crate::secure_action::a), quote!(a: secure_action), quote!(a::b:)] {
            assert_eq!(renamed(tokens.clone()), tokens.to_string());
        }
    }
}
