//! The generated code: a struct of references, which serde and schemars derive for, and the type's own implementations
//! through it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, LitStr};

use super::model::{Field, Rule, Visible};
use super::serde_keys::SerdeKeys;

pub(super) fn expand(visible: &Visible<'_>) -> TokenStream {
    let ident = &visible.input.ident;
    let restricted = || visible.fields.iter().enumerate().filter_map(|(index, field)| Some((index, field.rule.as_ref()?)));
    let permissions = restricted().map(|(index, rule)| permission(visible, index, rule));
    let functions = visible.fields.iter().enumerate().map(|(index, field)| functions(index, field));
    let (fields, values) = (fields(visible), values(visible));
    quote! {
        #[allow(unused_qualifications, deprecated)]
        const _: () = {
            #(#permissions)*
            #(#functions)*
            #fields

            #[automatically_derived]
            impl ::secure_action::__private::serde::Serialize for #ident {
                fn serialize<S: ::secure_action::__private::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    ::secure_action::__private::serde::Serialize::serialize(&__Fields { #values }, serializer)
                }
            }

            #[automatically_derived]
            impl ::secure_action::__private::schemars::JsonSchema for #ident {
                fn schema_name() -> ::std::borrow::Cow<'static, str> {
                    <__Fields<'static> as ::secure_action::__private::schemars::JsonSchema>::schema_name()
                }

                fn schema_id() -> ::std::borrow::Cow<'static, str> {
                    <__Fields<'static> as ::secure_action::__private::schemars::JsonSchema>::schema_id()
                }

                fn json_schema(
                    generator: &mut ::secure_action::__private::schemars::SchemaGenerator,
                ) -> ::secure_action::__private::schemars::Schema {
                    <__Fields<'static> as ::secure_action::__private::schemars::JsonSchema>::json_schema(generator)
                }
            }
        };
    }
}

/// The policy that the permissions are of, at the permission in question.
fn policy(visible: &Visible<'_>, place: Span) -> TokenStream {
    let app = match &visible.app {
        Some(path) => quote!(#path),
        // At the type's name, because the user has not written it.
        None => quote_spanned!(visible.input.ident.span()=> crate::App),
    };
    quote_spanned!(place=> <#app as ::secure_action::__private::Application>::Policy)
}

/// The check of a permission that a field is shown with, and its position; where the value itself is decided about, its type as
/// well.
fn permission(visible: &Visible<'_>, index: usize, rule: &Rule) -> Option<TokenStream> {
    let literal = rule.permission.as_ref()?;
    let place = literal.span();
    let (policy, position) = (policy(visible, place), position(index));
    let decided = rule.outright.is_some() || visible.target.is_some();
    let table = quote!(<#policy as ::secure_action::__private::Policy>::TABLE);
    let constants = quote_spanned! {place=>
        const _: () = ::secure_action::__private::require_visible(#table, #literal, #decided);
        const #position: u8 = ::secure_action::__private::permission_position(#table, #literal);
    };
    let marker = marker(index, place);
    let by_target = by_target(visible, rule).then(|| {
        quote_spanned! {place=>
            type #marker = <#policy as ::secure_action::__private::PermissionAt<#position>>::Permission;
        }
    });
    Some(quote!(#constants #by_target))
}

/// Whether the conditions of the permission are decided about the value.
fn by_target(visible: &Visible<'_>, rule: &Rule) -> bool {
    visible.target.is_some() && rule.outright.is_none()
}

/// The functions that serde's attributes name, of the field as it stands in the struct of references.
///
/// Every field is serialized through one, so that rustc's complaint about its type appears under that type.
fn functions(index: usize, Field { ty, serde, rule, .. }: &Field<'_>) -> TokenStream {
    let (skips, serializes) = (skips(index), serializes(index));
    let (given, value) = match rule {
        Some(_) => (quote!(&::secure_action::__private::Shown<'_, #ty>), quote!(value.get())),
        None => (quote!(&&#ty), quote!(::core::option::Option::Some(*value))),
    };
    let skip = serde.skip.as_ref().map(|path| {
        quote! {
            fn #skips(value: #given) -> bool {
                #value.is_none_or(|value| #path(value))
            }
        }
    });
    let function = serde
        .with
        .clone()
        .unwrap_or_else(|| quote_spanned!(ty.span()=> <#ty as ::secure_action::__private::serde::Serialize>::serialize));
    let with = (!is_flat(serde)).then(|| {
        quote! {
            fn #serializes<S: ::secure_action::__private::serde::Serializer>(
                value: #given,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match #value {
                    ::core::option::Option::Some(value) => #function(value, serializer),
                    ::core::option::Option::None => serializer.serialize_none(),
                }
            }
        }
    });
    quote!(#skip #with)
}

/// Whether serde reads the field in another way than by its value.
fn is_flat(serde: &SerdeKeys) -> bool {
    ["flatten", "skip", "skip_serializing"].iter().any(|name| serde.key(name).is_some())
}

/// The struct of references.
fn fields(visible: &Visible<'_>) -> TokenStream {
    let docs =
        visible.input.attrs.iter().filter(|attribute| ["doc", "schemars"].iter().any(|name| attribute.path().is_ident(name)));
    let name = visible.input.ident.unraw().to_string();
    let named = visible.serde.key("rename").is_none().then(|| quote!(rename = #name));
    let serde = visible.serde.attribute(named.into_iter().chain([quote!(crate = "::secure_action::__private::serde")]));
    let fields = visible.fields.iter().enumerate().map(|(index, field)| declared(index, field));
    quote! {
        #[derive(::secure_action::__private::serde::Serialize, ::secure_action::__private::schemars::JsonSchema)]
        #serde
        #[schemars(crate = "::secure_action::__private::schemars")]
        #(#docs)*
        #[allow(dead_code)]
        struct __Fields<'visible> {
            #(#fields,)*
        }
    }
}

fn declared(index: usize, field: &Field<'_>) -> TokenStream {
    let Field { name, ty, attributes, serde, rule } = field;
    let skip = match (rule, &serde.skip) {
        (_, Some(_)) => Some(skips(index).to_string()),
        (Some(_), None) => Some("::secure_action::__private::Shown::is_hidden".to_owned()),
        (None, None) => None,
    };
    let skip = skip.map(|function| quote!(skip_serializing_if = #function));
    let with = (!is_flat(serde)).then(|| {
        let function = serializes(index).to_string();
        quote!(serialize_with = #function)
    });
    let serde = serde.attribute(skip.into_iter().chain(with));
    // At the type, where rustc's complaint belongs that it has none. As schemars reads it, an attribute of the user's own replaces
    // this one.
    let schema = LitStr::new(&quote!(#ty).to_string(), ty.span());
    let schema = (!has_schema(attributes)).then(|| quote!(#[schemars(with = #schema)]));
    match rule {
        Some(Rule { permission: Some(permission), .. }) => {
            let text = format!("Left out unless the caller holds the permission `{}`.", permission.value());
            quote! {
                #(#attributes)*
                #[doc = ""]
                #[doc = #text]
                #[schemars(extend("x-permission" = #permission))]
                #schema
                #serde
                #name: ::secure_action::__private::Shown<'visible, #ty>
            }
        }
        _ => quote!(#(#attributes)* #schema #serde #name: &'visible #ty),
    }
}

/// Whether the user says of what type the schema is.
fn has_schema(attributes: &[Attribute]) -> bool {
    let mut lists = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("schemars"))
        .filter_map(|attribute| attribute.meta.require_list().ok());
    lists.any(|list| {
        list.tokens.clone().into_iter().any(|token| ["with", "schema_with"].iter().any(|name| token.to_string() == *name))
    })
}

/// The values of that struct.
fn values(visible: &Visible<'_>) -> TokenStream {
    let values = visible.fields.iter().enumerate().map(|(index, Field { name, rule, .. })| {
        let Some((rule, literal)) = rule.as_ref().and_then(|rule| Some((rule, rule.permission.as_ref()?))) else {
            return quote!(#name: &self.#name);
        };
        let (position, marker) = (position(index), marker(index, literal.span()));
        let shown = if by_target(visible, rule) {
            quote_spanned! {literal.span()=>
                ::secure_action::__private::shown_if::<#marker>(|caller| {
                    <Self as ::secure_action::__private::Decided<#marker>>::decided(self, caller)
                })
            }
        } else {
            let policy = policy(visible, literal.span());
            quote!(::secure_action::__private::shown::<#policy>(#position))
        };
        quote!(#name: ::secure_action::__private::Shown::new(#shown, &self.#name))
    });
    quote!(#(#values,)*)
}

fn position(index: usize) -> Ident {
    format_ident!("__PERMISSION_{index}")
}

/// At the permission, where rustc's complaint about its type belongs.
fn marker(index: usize, place: Span) -> Ident {
    format_ident!("__Permission{index}", span = place)
}

fn skips(index: usize) -> Ident {
    format_ident!("__skips_{index}")
}

fn serializes(index: usize) -> Ident {
    format_ident!("__serializes_{index}")
}
