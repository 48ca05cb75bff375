//! What was written, unchecked: `resource user: User;` and `role admin: moderator { user: create, update if ...; }`.

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::token::Brace;
use syn::{Ident, Path, Token, braced};

mod keyword {
    syn::custom_keyword!(resource);
    syn::custom_keyword!(role);
}

pub(super) struct Written {
    pub(super) resources: Vec<Resource>,
    pub(super) roles: Vec<Role>,
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
        let name = Ident::parse_any(input)?;
        let target = input.parse::<Option<Token![:]>>()?.map(|_| input.call(Path::parse_mod_style)).transpose()?;
        input.parse::<Token![;]>()?;
        Ok(Self { name, target })
    }
}

impl Parse for Role {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<keyword::role>()?;
        let name = Ident::parse_any(input)?;
        let mut parents = Vec::new();
        if input.parse::<Option<Token![:]>>()?.is_some() {
            loop {
                parents.push(Ident::parse_any(input)?);
                if input.parse::<Option<Token![,]>>()?.is_none() {
                    break;
                }
            }
        }
        let mut grants = Vec::new();
        if input.parse::<Option<Token![;]>>()?.is_some() {
            return Ok(Self { name, parents, braces: None, grants });
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
        let resource = Ident::parse_any(input)?;
        input.parse::<Token![:]>()?;
        let operations = Punctuated::<Grant, Token![,]>::parse_separated_nonempty(input)?;
        input.parse::<Token![;]>()?;
        Ok(Self { resource, operations: operations.into_iter().collect() })
    }
}

impl Parse for Grant {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let operation = Ident::parse_any(input)?;
        let condition = if input.peek(Token![if]) {
            Some(Condition { keyword: input.parse()?, function: input.call(Path::parse_mod_style)? })
        } else {
            None
        };
        Ok(Self { operation, condition })
    }
}
