//! What was written, unchecked: `resource user: User;` and `role admin: moderator { user: create, update if ...; }`.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::token::Brace;
use syn::{Attribute, Error, Ident, Meta, Path, Token, braced};

use super::names::name;
use super::salvage;
use crate::diagnostics::nearest;

mod keyword {
    syn::custom_keyword!(resource);
    syn::custom_keyword!(role);
}

#[derive(Default)]
pub(super) struct Written {
    pub(super) resources: Vec<Resource>,
    pub(super) roles: Vec<Role>,
    /// What could not be parsed. The rest is there, and what it most likely says.
    pub(super) faults: Vec<Error>,
}

impl Written {
    /// The type that conditions on a resource look at.
    pub(super) fn target(&self, resource: &str) -> Option<&Path> {
        self.resources.iter().find(|known| name(&known.name) == resource).and_then(|known| known.target.as_ref())
    }
}

pub(super) struct Resource {
    pub(super) docs: Vec<Attribute>,
    pub(super) name: Ident,
    /// The type that conditions on this resource look at.
    pub(super) target: Option<Path>,
}

pub(super) struct Role {
    pub(super) docs: Vec<Attribute>,
    pub(super) name: Ident,
    pub(super) parents: Vec<Ident>,
    /// None for a role that is only a name: `role guest;`
    pub(super) braces: Option<Brace>,
    pub(super) grants: Vec<Grants>,
}

impl Role {
    /// `role admin: member, auditor`
    pub(super) fn head(&self) -> String {
        let parents: Vec<String> = self.parents.iter().map(Ident::to_string).collect();
        let colon = if parents.is_empty() { "" } else { ": " };
        format!("role {}{colon}{}", self.name, parents.join(", "))
    }
}

/// `content: create, edit if Post::is_author;`
pub(super) struct Grants {
    /// Of each of the operations.
    pub(super) docs: Vec<Attribute>,
    pub(super) resource: Ident,
    pub(super) operations: Vec<Grant>,
}

pub(super) struct Grant {
    pub(super) docs: Vec<Attribute>,
    pub(super) operation: Ident,
    pub(super) condition: Option<Condition>,
}

pub(super) struct Condition {
    pub(super) keyword: Token![if],
    /// A function of the target and the caller.
    pub(super) function: Path,
}

impl Parse for Written {
    /// Reads every declaration, also behind one that cannot be read.
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut written = Self::default();
        while !input.is_empty() {
            let begin = input.fork();
            if let Err(error) = written.declaration(input) {
                written.faults.push(error);
                written.salvage(&begin, input)?;
            }
        }
        Ok(written)
    }
}

impl Written {
    fn declaration(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let docs = docs(input)?;
        if input.peek(keyword::resource) {
            self.resources.push(Resource::parse(docs, input)?);
        } else if input.peek(keyword::role) {
            let role = Role::parse(docs, input, &mut self.faults)?;
            self.roles.push(role);
        } else {
            let word = input.fork().call(Ident::parse_any).map(|word| word.to_string());
            let meant = word.ok().and_then(|word| nearest(&word, ["resource", "role"]));
            return Err(input.error(match meant {
                Some(meant) => format!("expected `resource` or `role`\nhelp: did you mean `{meant}`?"),
                None => {
                    "expected `resource` or `role`\nhelp: write `resource note;` and `role user { note: read; }`".to_owned()
                }
            }));
        }
        Ok(())
    }

    /// Goes on behind a declaration that began at `begin` and could not be read.
    fn salvage(&mut self, begin: ParseStream<'_>, input: ParseStream<'_>) -> syn::Result<()> {
        use syn::parse::discouraged::Speculative;

        let from = begin.fork();
        let keyword: Option<Ident> = begin.call(Attribute::parse_outer).and_then(|_| begin.call(Ident::parse_any)).ok();
        let mut tokens = TokenStream::new();
        let mut braced = false;
        while !begin.is_empty() && !begin.peek(keyword::resource) && !begin.peek(keyword::role) {
            let token: TokenTree = begin.parse()?;
            braced |= matches!(&token, TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Brace);
            let ends = matches!(&token, TokenTree::Punct(end) if end.as_char() == ';');
            tokens.extend([token]);
            if ends || braced {
                break;
            }
        }
        if keyword.is_none() && tokens.is_empty() {
            // Nothing here begins a declaration: the next token is tried.
            from.parse::<TokenTree>()?;
            input.advance_to(&from);
            return Ok(());
        }
        input.advance_to(begin);
        if keyword.is_some_and(|keyword| keyword == "role") || braced {
            self.roles.extend(salvage::role(tokens));
        } else if let Some(TokenTree::Ident(name)) = tokens.into_iter().next() {
            self.resources.push(Resource { docs: Vec::new(), name, target: None });
        }
        Ok(())
    }
}

impl Resource {
    fn parse(docs: Vec<Attribute>, input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<keyword::resource>()?;
        let name = or_help(Ident::parse_any(input), "write `resource note;`")?;
        let help =
            format!("write `resource {name};`, or `resource {name}: Type;` with the path of a type that has no generics");
        let target = input.parse::<Option<Token![:]>>()?.map(|_| input.call(Path::parse_mod_style)).transpose();
        let target = or_help(target, &help)?;
        or_help(input.parse::<Token![;]>(), &help)?;
        Ok(Self { docs, name, target })
    }
}

impl Role {
    fn parse(docs: Vec<Attribute>, input: ParseStream<'_>, faults: &mut Vec<Error>) -> syn::Result<Self> {
        input.parse::<keyword::role>()?;
        let name = or_help(Ident::parse_any(input), "write `role user { ... }`")?;
        let mut parents = Vec::new();
        if input.parse::<Option<Token![:]>>()?.is_some() {
            let help = format!("behind the colon stand the roles that `{name}` inherits from; without one, remove the colon");
            loop {
                parents.push(or_help(Ident::parse_any(input), &help)?);
                if input.parse::<Option<Token![,]>>()?.is_none() {
                    break;
                }
            }
        }
        if input.parse::<Option<Token![;]>>()?.is_some() {
            return Ok(Self { docs, name, parents, braces: None, grants: Vec::new() });
        }
        if !input.peek(Brace) {
            let help =
                format!("write `role {name} {{ note: read; }}`, or `role {name}: user {{ ... }}` to inherit from `user`");
            return or_help(Err(input.error("expected braces")), &help);
        }
        let content;
        let braces = braced!(content in input);
        let mut grants = Vec::new();
        while !content.is_empty() {
            let begin = content.fork();
            match content.parse() {
                Ok(read) => grants.push(read),
                Err(error) => {
                    faults.push(error);
                    grants.extend(salvage::grants(statement(&begin, &content)?));
                }
            }
        }
        Ok(Self { docs, name, parents, braces: Some(braces), grants })
    }
}

/// The tokens up to the next semicolon, behind which `input` goes on.
fn statement(begin: ParseStream<'_>, input: ParseStream<'_>) -> syn::Result<TokenStream> {
    use syn::parse::discouraged::Speculative;

    let mut tokens = TokenStream::new();
    while !begin.is_empty() {
        let token: TokenTree = begin.parse()?;
        let ends = matches!(&token, TokenTree::Punct(end) if end.as_char() == ';');
        tokens.extend([token]);
        if ends {
            break;
        }
    }
    input.advance_to(begin);
    Ok(tokens)
}

/// Doc comments; nothing else can stand before a declaration.
fn docs(input: ParseStream<'_>) -> syn::Result<Vec<Attribute>> {
    let attributes = Attribute::parse_outer(input)?;
    for attribute in &attributes {
        if attribute.path().is_ident("doc") && matches!(attribute.meta, Meta::NameValue(_)) {
            continue;
        }
        let message = if attribute.path().is_ident("cfg") {
            "`#[cfg]` in `policy!`, which is the same in every build\nhelp: write two policies, each with a `#[cfg(...)]` of its own, or \
             declare it always"
        } else {
            "only doc comments can stand in `policy!`\nhelp: remove it"
        };
        return Err(Error::new_spanned(attribute, message));
    }
    Ok(attributes)
}

impl Parse for Grants {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let docs = docs(input)?;
        let resource = or_help(Ident::parse_any(input), "write `note: read, edit;`")?;
        let help = format!("write the operations on `{resource}`: `{resource}: read, edit;`");
        or_help(input.parse::<Token![:]>(), &help)?;
        let operations = or_help(Punctuated::<Grant, Token![,]>::parse_separated_nonempty(input), &help)?;
        or_help(input.parse::<Token![;]>(), &help)?;
        Ok(Self { docs, resource, operations: operations.into_iter().collect() })
    }
}

impl Parse for Grant {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let docs = docs(input)?;
        let operation = Ident::parse_any(input)?;
        let condition = if input.peek(Token![if]) {
            let keyword = input.parse()?;
            let function = input.call(Path::parse_mod_style).ok();
            let is_whole = input.is_empty() || input.peek(Token![,]) || input.peek(Token![;]);
            let Some(function) = function.filter(|_| is_whole) else {
                return Err(input.error(format!(
                    "a condition is the name of one function\nhelp: write `{operation} if Type::is_own`, and `fn is_own(&self, \
                     caller: &Caller) -> bool`; what is negated or combined goes into such a function"
                )));
            };
            Some(Condition { keyword, function })
        } else {
            None
        };
        Ok(Self { docs, operation, condition })
    }
}

/// What was found, or the parser's complaint with what to write instead.
fn or_help<T>(found: syn::Result<T>, help: &str) -> syn::Result<T> {
    found.map_err(|error| {
        let text = match error.to_string() {
            // What was said within has its own.
            text if text.contains("\nhelp: ") => text,
            text if text.starts_with("expected ident") => format!("expected a name\nhelp: {help}"),
            text => format!("{text}\nhelp: {help}"),
        };
        syn::Error::new(error.span(), text)
    })
}
