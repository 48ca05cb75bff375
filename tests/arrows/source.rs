//! The modules of the runtime crate as its source says: what each declares, imports and names. What is compiled for tests only
//! is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, iter};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One module; several of them may stand in one file.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// The names that lead to it from the crate's root.
    pub(crate) path: Vec<String>,
    /// The file, from the folder of the sources.
    pub(crate) file: PathBuf,
    pub(crate) children: BTreeMap<String, usize>,
    pub(crate) imports: Vec<Import>,
    /// Paths of more than one name, as they stand in the code.
    pub(crate) paths: Vec<Vec<String>>,
    /// Every name in the code, imports apart.
    pub(crate) names: BTreeSet<String>,
}

/// One name that a `use` brings in.
#[derive(Debug)]
pub(crate) struct Import {
    pub(crate) path: Vec<String>,
    pub(crate) name: String,
    /// Whether others are meant to find it here.
    pub(crate) handed_on: bool,
}

/// Every module that a build without tests has, the crate's root first.
pub(crate) fn modules(sources: &Path) -> Vec<Module> {
    let mut reader = Reader { sources, modules: Vec::new() };
    reader.file(Vec::new(), PathBuf::from("lib.rs"), Path::new(""));
    reader.modules
}

struct Reader<'s> {
    sources: &'s Path,
    modules: Vec<Module>,
}

impl Reader<'_> {
    /// Reads a file, whose submodules are in `folder`.
    fn file(&mut self, path: Vec<String>, file: PathBuf, folder: &Path) -> usize {
        let text = fs::read_to_string(self.sources.join(&file)).expect("a source file");
        let tokens: TokenStream = text.parse().expect("Rust");
        self.module(path, file, folder, tokens)
    }

    fn module(&mut self, path: Vec<String>, file: PathBuf, folder: &Path, tokens: TokenStream) -> usize {
        let index = self.modules.len();
        self.modules.push(Module { path, file, ..Module::default() });
        self.code(index, folder, tokens);
        index
    }

    fn code(&mut self, module: usize, folder: &Path, tokens: TokenStream) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut rest = tokens.as_slice();
        let mut public = false;
        while let [first, tail @ ..] = rest {
            rest = match (first, tail) {
                (TokenTree::Punct(hash), _) if hash.as_char() == '#' => after_attribute(tail),
                (TokenTree::Ident(word), [TokenTree::Punct(open), ..]) if word == "use" && open.as_char() == '<' => tail,
                (TokenTree::Ident(word), _) if word == "use" => {
                    let end = tail.iter().position(|token| is_punct(token, ';')).expect("a semicolon");
                    let (tree, rest) = tail.split_at(end);
                    let mut leaves = Vec::new();
                    import_leaves(&[], tree, &mut leaves);
                    let imports = leaves.into_iter().map(|(path, name)| Import { path, name, handed_on: public });
                    self.modules[module].imports.extend(imports);
                    rest
                }
                (TokenTree::Ident(word), [TokenTree::Ident(name), after, rest @ ..]) if word == "mod" => {
                    self.submodule(module, folder, &name.to_string(), after);
                    rest
                }
                (TokenTree::Ident(word), [TokenTree::Group(to), ..]) if word == "pub" && is_visibility(to) => {
                    public = true;
                    &tail[1..]
                }
                (TokenTree::Ident(word), _) if word == "pub" => {
                    public = true;
                    tail
                }
                (TokenTree::Ident(_), _) => {
                    public = false;
                    let (path, rest) = path(rest);
                    self.modules[module].names.extend(path.iter().cloned());
                    if path.len() > 1 {
                        self.modules[module].paths.push(path);
                    }
                    rest
                }
                // A path from another crate's root is nobody's here.
                (TokenTree::Punct(_), [second, ..]) if is_punct(first, ':') && is_punct(second, ':') => path(&tail[1..]).1,
                (TokenTree::Group(group), _) => {
                    public = false;
                    self.code(module, folder, group.stream());
                    tail
                }
                _ => tail,
            };
        }
    }

    fn submodule(&mut self, parent: usize, folder: &Path, name: &str, after: &TokenTree) {
        let path: Vec<_> = self.modules[parent].path.iter().cloned().chain(iter::once(name.to_owned())).collect();
        let own_folder = folder.join(name);
        let index = match after {
            TokenTree::Group(body) => {
                let file = self.modules[parent].file.clone();
                self.module(path, file, &own_folder, body.stream())
            }
            _ => self.file(path, folder.join(name).with_extension("rs"), &own_folder),
        };
        self.modules[parent].children.insert(name.to_owned(), index);
    }
}

/// What follows an attribute, or, if that is for tests only, what follows the item that has it.
fn after_attribute(tokens: &[TokenTree]) -> &[TokenTree] {
    let tokens = if let [bang, rest @ ..] = tokens
        && is_punct(bang, '!')
    {
        rest
    } else {
        tokens
    };
    let [TokenTree::Group(attribute), rest @ ..] = tokens else { return tokens };
    if attribute.stream().to_string().replace(' ', "") != "cfg(test)" {
        return rest;
    }
    let is_end = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => is_punct(token, ';'),
    };
    let end = rest.iter().position(is_end).map_or(rest.len(), |last| last + 1);
    &rest[end..]
}

/// The names of a path, and what follows.
fn path(tokens: &[TokenTree]) -> (Vec<String>, &[TokenTree]) {
    let mut names = Vec::new();
    let mut rest = tokens;
    while let [TokenTree::Ident(name), tail @ ..] = rest {
        names.push(name.to_string());
        rest = tail;
        match tail {
            [one, two, next @ ..] if is_punct(one, ':') && is_punct(two, ':') && matches!(next, [TokenTree::Ident(_), ..]) => {
                rest = next;
            }
            _ => break,
        }
    }
    (names, if rest.len() == tokens.len() { tokens.get(1..).unwrap_or_default() } else { rest })
}

/// Each path that a `use` imports, with the name that it gets.
fn import_leaves(prefix: &[String], tree: &[TokenTree], leaves: &mut Vec<(Vec<String>, String)>) {
    let mut path = prefix.to_vec();
    let mut renamed = None;
    let mut tokens = tree.iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "as" => renamed = tokens.next().map(ToString::to_string),
            TokenTree::Ident(name) => path.push(name.to_string()),
            TokenTree::Group(group) => {
                let inside: Vec<_> = group.stream().into_iter().collect();
                for branch in inside.split(|token| is_punct(token, ',')).filter(|branch| !branch.is_empty()) {
                    import_leaves(&path, branch, leaves);
                }
                return;
            }
            _ => {}
        }
    }
    if path.last().is_some_and(|name| name == "self") {
        path.pop();
    }
    if let Some(last) = path.last() {
        let name = renamed.unwrap_or_else(|| last.clone());
        leaves.push((path, name));
    }
}

fn is_punct(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}

/// `(crate)`, `(super)`, `(in crate::audit)`.
fn is_visibility(group: &proc_macro2::Group) -> bool {
    let first = group.stream().into_iter().next().map(|token| token.to_string());
    group.delimiter() == Delimiter::Parenthesis
        && first.is_some_and(|word| ["crate", "super", "self", "in"].contains(&word.as_str()))
}
