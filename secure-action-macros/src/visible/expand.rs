//! The generated code: a struct of references, which serde and schemars derive for, and the type's own implementations
//! through it.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;

use super::model::{Field, Rule, Visible};

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

/// The policy that the permissions are of.
fn policy(visible: &Visible<'_>) -> TokenStream {
    let app = match &visible.app {
        Some(path) => quote!(#path),
        // At the type's name, because the user has not written it.
        None => quote_spanned!(visible.input.ident.span()=> crate::App),
    };
    quote!(<#app as ::secure_action::__private::Application>::Policy)
}

/// The position of the permission that a field is shown with; where the value itself is decided about, its type as well.
fn permission(visible: &Visible<'_>, index: usize, rule: &Rule) -> Option<TokenStream> {
    let literal = rule.permission.as_ref()?;
    let (policy, position) = (policy(visible), position(index));
    let decided = rule.outright.is_some() || visible.target.is_some();
    let table = quote!(<#policy as ::secure_action::__private::Policy>::TABLE);
    let constant = quote_spanned! {literal.span()=>
        const #position: u8 = ::secure_action::__private::require_visible(#table, #literal, #decided);
    };
    let marker = marker(index);
    let by_target = by_target(visible, rule).then(|| {
        quote_spanned! {literal.span()=>
            type #marker = <#policy as ::secure_action::__private::PermissionAt<#position>>::Permission;
        }
    });
    Some(quote!(#constant #by_target))
}

/// Whether the conditions of the permission are decided about the value.
fn by_target(visible: &Visible<'_>, rule: &Rule) -> bool {
    visible.target.is_some() && rule.outright.is_none()
}

/// The functions that serde's attributes name, of the field as it stands in the struct of references.
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
    let with = serde.with.as_ref().map(|path| {
        quote! {
            fn #serializes<S: ::secure_action::__private::serde::Serializer>(
                value: #given,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match #value {
                    ::core::option::Option::Some(value) => #path(value, serializer),
                    ::core::option::Option::None => serializer.serialize_none(),
                }
            }
        }
    });
    quote!(#skip #with)
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
    let with = serde.with.as_ref().map(|_| {
        let function = serializes(index).to_string();
        quote!(serialize_with = #function)
    });
    let serde = serde.attribute(skip.into_iter().chain(with));
    match rule {
        Some(Rule { permission: Some(permission), .. }) => {
            let text = format!("Left out unless the caller holds the permission `{}`.", permission.value());
            quote! {
                #(#attributes)*
                #[doc = ""]
                #[doc = #text]
                #[schemars(extend("x-permission" = #permission))]
                #serde
                #name: ::secure_action::__private::Shown<'visible, #ty>
            }
        }
        _ => quote!(#(#attributes)* #serde #name: &'visible #ty),
    }
}

/// The values of that struct.
fn values(visible: &Visible<'_>) -> TokenStream {
    let policy = policy(visible);
    let values = visible.fields.iter().enumerate().map(|(index, Field { name, rule, .. })| {
        let Some((rule, literal)) = rule.as_ref().and_then(|rule| Some((rule, rule.permission.as_ref()?))) else {
            return quote!(#name: &self.#name);
        };
        let (position, marker) = (position(index), marker(index));
        let shown = if by_target(visible, rule) {
            quote_spanned! {literal.span()=>
                ::secure_action::__private::shown_if::<#marker>(|roles, caller| {
                    <#marker as ::secure_action::__private::TargetPermission>::holds(roles, self, caller)
                })
            }
        } else {
            quote!(::secure_action::__private::shown::<#policy>(#position))
        };
        quote!(#name: ::secure_action::__private::Shown::new(#shown, &self.#name))
    });
    quote!(#(#values,)*)
}

fn position(index: usize) -> Ident {
    format_ident!("__PERMISSION_{index}")
}

fn marker(index: usize) -> Ident {
    format_ident!("__Permission{index}")
}

fn skips(index: usize) -> Ident {
    format_ident!("__skips_{index}")
}

fn serializes(index: usize) -> Ident {
    format_ident!("__serializes_{index}")
}
