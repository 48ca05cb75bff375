//! The constant tables, `enum Role`, and one marker type for each permission.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Attribute;

use super::conditional;
use super::model::{Policy, module};
use super::names::pascal_case;

pub(super) fn expand(policy: &Policy) -> TokenStream {
    let (table, role, permissions) = (table(policy), role(policy), permissions(policy));
    quote! {
        #table
        #role
        #permissions
    }
}

fn table(policy: &Policy) -> TokenStream {
    let roles = policy.roles.iter().map(|role| {
        let (name, bits) = (&role.name, role.includes);
        quote!(::secure_action::__private::RoleEntry {
            name: #name,
            includes: ::secure_action::__private::RoleSet::from_bits(#bits),
        })
    });
    let permissions = policy.permissions.iter().map(|permission| {
        let (name, granted, outright) = (permission.wire_name(), permission.granted, permission.outright);
        quote!(::secure_action::__private::PermissionEntry {
            name: #name,
            granted: ::secure_action::__private::RoleSet::from_bits(#granted),
            outright: ::secure_action::__private::RoleSet::from_bits(#outright),
        })
    });
    let incomplete = policy.incomplete.then(|| quote!(.incomplete()));
    quote! {
        /// The access policy of the application.
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        pub struct Policy;

        #[automatically_derived]
        impl ::secure_action::__private::Declared for Policy {}

        #[automatically_derived]
        impl ::secure_action::__private::Policy for Policy {
            type Role = Role;

            const TABLE: &'static ::secure_action::__private::PolicyTable =
                &::secure_action::__private::PolicyTable::new::<Self>(&[#(#roles),*], &[#(#permissions),*]) #incomplete;
        }
    }
}

fn role(policy: &Policy) -> TokenStream {
    let names: Vec<&str> = policy.roles.iter().map(|role| role.name.as_str()).collect();
    let variants: Vec<Ident> = policy.roles.iter().map(|role| Ident::new(&pascal_case(&role.name), role.span)).collect();
    let docs = policy.roles.iter().map(|role| documented(&format!(" The role `{}`.", role.name), &role.docs));
    let positions: Vec<u8> = (0..).take(names.len()).collect();
    // An enum without variants has no representation that could be matched by reference.
    let nothing = names.is_empty().then(|| quote!(_ => ::core::unreachable!(),));
    quote! {
        /// A role of the application.
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::fmt::Debug,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::hash::Hash,
        )]
        pub enum Role {
            #(#docs #variants,)*
        }

        impl Role {
            /// Every role, in order of declaration.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];

            /// The name in attributes, tokens and documents.
            #[must_use]
            pub const fn as_str(&self) -> &'static str {
                match *self {
                    #(Self::#variants => #names,)*
                    #nothing
                }
            }
        }

        #[automatically_derived]
        impl ::secure_action::__private::Declared for Role {}

        #[automatically_derived]
        impl ::secure_action::__private::Role for Role {
            type Policy = Policy;

            fn index(self) -> u8 {
                match self {
                    #(Self::#variants => #positions,)*
                }
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for Role {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        #[automatically_derived]
        impl ::core::str::FromStr for Role {
            type Err = ::secure_action::policy::UnknownRole;

            // Not `Self::Err`, which a role `err` would make ambiguous.
            fn from_str(name: &str) -> ::core::result::Result<Self, ::secure_action::policy::UnknownRole> {
                match name {
                    #(#names => ::core::result::Result::Ok(Self::#variants),)*
                    _ => ::core::result::Result::Err(::secure_action::policy::UnknownRole),
                }
            }
        }

        #[automatically_derived]
        impl ::secure_action::__private::serde::Serialize for Role {
            fn serialize<S: ::secure_action::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[automatically_derived]
        impl<'de> ::secure_action::__private::serde::Deserialize<'de> for Role {
            fn deserialize<D: ::secure_action::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                ::secure_action::__private::role_from(deserializer)
            }
        }

        #[automatically_derived]
        impl ::secure_action::__private::schemars::JsonSchema for Role {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed("Role")
            }

            fn json_schema(
                _: &mut ::secure_action::__private::schemars::SchemaGenerator,
            ) -> ::secure_action::__private::schemars::Schema {
                ::secure_action::__private::role_schema(&[#(#names),*])
            }
        }
    }
}

fn permissions(policy: &Policy) -> TokenStream {
    let mut resources: BTreeMap<&str, Vec<TokenStream>> = BTreeMap::new();
    // Beside `Policy` and not inside the modules, from where it has no name if the policy stands in a function.
    let mut implementations = Vec::new();
    for (index, permission) in (0_u8..=u8::MAX).zip(&policy.permissions) {
        let marker = Ident::new(&pascal_case(&permission.operation), permission.span);
        let name = permission.wire_name();
        let doc = documented(&format!(" The permission `{name}`."), &permission.docs);
        let module = permission.module();
        // At the operation, where rustc says what is a permission.
        let implementation = quote_spanned! {permission.span=>
            impl ::secure_action::__private::Permission for permission::#module::#marker {
                type Policy = Policy;

                const INDEX: u8 = #index;
                const NAME: &'static str = #name;
            }
        };
        implementations.push(quote! {
            #[automatically_derived]
            impl ::secure_action::__private::Declared for permission::#module::#marker {}

            #[automatically_derived]
            #implementation
        });

        implementations.push(quote! {
            #[automatically_derived]
            impl ::secure_action::__private::PermissionAt<#index> for Policy {
                type Permission = permission::#module::#marker;
            }
        });

        implementations.push(conditional::decision(permission, &module, &marker));
        let conditions = conditional::conditions(permission);
        resources.entry(&permission.resource).or_default().push(quote! {
            #doc
            #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
            pub struct #marker;

            #conditions
        });
    }
    let modules = resources.iter().map(|(resource, markers)| {
        let module = module(resource);
        let docs = policy.docs.iter().find(|(name, _)| name == resource).map(|(_, docs)| docs.as_slice());
        let doc = documented(&format!(" The permissions on `{resource}`."), docs.unwrap_or_default());
        quote! {
            #doc
            pub mod #module {
                #(#markers)*
            }
        }
    });
    quote! {
        /// The permissions of the application, one type for each.
        pub mod permission {
            #(#modules)*
        }

        #(#implementations)*
    }
}

/// A line of documentation, and the user's own behind it.
fn documented(line: &str, own: &[Attribute]) -> TokenStream {
    let gap = (!own.is_empty()).then(|| quote!(#[doc = ""]));
    quote!(#[doc = #line] #gap #(#own)*)
}
