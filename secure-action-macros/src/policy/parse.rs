//! What was written, unchecked: `resource user: User;` and `role admin: moderator { user: create, update if ...; }`.

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::token::Brace;
use syn::{Ident, Path, Token, braced};

use super::names::name;

mod keyword {
    syn::custom_keyword!(resource);
    syn::custom_keyword!(role);
}

pub(super) struct Written {
    pub(super) resources: Vec<Resource>,
    pub(super) roles: Vec<Role>,
}

impl Written {
    /// The type that conditions on a resource look at.
    pub(super) fn target(&self, resource: &str) -> Option<&Path> {
        self.resources.iter().find(|known| name(&known.name) == resource).and_then(|known| known.target.as_ref())
    }
}

pub(super) struct Resource {
    pub(super) name: Ident,
    /// The type that conditions on this resource look at.
    pub(super) target: Option<Path>,
}

pub(super) struct Role {
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
    pub(super) resource: Ident,
    pub(super) operations: Vec<Grant>,
}

pub(super) struct Grant {
    pub(super) operation: Ident,
    pub(super) condition: Option<Condition>,
}

pub(super) struct Condition {
    pub(super) keyword: Token![if],
    /// A function of the target and the caller.
    pub(super) function: Path,
}

impl Parse for Written {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut written = Self { resources: Vec::new(), roles: Vec::new() };
        while !input.is_empty() {
            let next = input.lookahead1();
            if next.peek(keyword::resource) {
                written.resources.push(input.parse()?);
            } else if next.peek(keyword::role) {
                written.roles.push(input.parse()?);
            } else {
                return Err(
                    input.error("expected `resource` or `role`\nhelp: write `resource note;` and `role user { note: read; }`")
                );
            }
        }
        Ok(written)
    }
}

impl Parse for Resource {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<keyword::resource>()?;
        let name = or_help(Ident::parse_any(input), "write `resource note;`")?;
        let help =
            format!("write `resource {name};`, or `resource {name}: Type;` with the path of a type that has no generics");
        let target = input.parse::<Option<Token![:]>>()?.map(|_| input.call(Path::parse_mod_style)).transpose();
        let target = or_help(target, &help)?;
        or_help(input.parse::<Token![;]>(), &help)?;
        Ok(Self { name, target })
    }
}

impl Parse for Role {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
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
        let mut grants = Vec::new();
        if input.parse::<Option<Token![;]>>()?.is_some() {
            return Ok(Self { name, parents, braces: None, grants });
        }
        if !input.peek(Brace) {
            let help =
                format!("write `role {name} {{ note: read; }}`, or `role {name}: user {{ ... }}` to inherit from `user`");
            return or_help(Err(input.error("expected braces")), &help);
        }
        let content;
        let braces = braced!(content in input);
        while !content.is_empty() {
            grants.push(content.parse()?);
        }
        Ok(Self { name, parents, braces: Some(braces), grants })
    }
}

impl Parse for Grants {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let resource = or_help(Ident::parse_any(input), "write `note: read, edit;`")?;
        let help = format!("write the operations on `{resource}`: `{resource}: read, edit;`");
        or_help(input.parse::<Token![:]>(), &help)?;
        let operations = or_help(Punctuated::<Grant, Token![,]>::parse_separated_nonempty(input), &help)?;
        or_help(input.parse::<Token![;]>(), &help)?;
        Ok(Self { resource, operations: operations.into_iter().collect() })
    }
}

impl Parse for Grant {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
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
        Ok(Self { operation, condition })
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
