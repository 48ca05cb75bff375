//! What a permission on a resource with targets becomes: its conditions as an enum, and one plain function that decides.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::model::Permission;
use super::names::pascal_case;

/// `enum EditCondition { IsAuthor }`, if there are any.
pub(super) fn conditions(permission: &Permission) -> Option<TokenStream> {
    if permission.conditions.is_empty() {
        return None;
    }
    let name = name(permission);
    let doc = format!(" The conditions under which roles hold `{}`.", permission.wire_name());
    let variants = permission.conditions.iter().map(|condition| {
        let (variant, function) = (variant(&condition.variant), &condition.function);
        let path = quote!(#function).to_string().replace(' ', "");
        let doc = format!(" `{path}`.");
        quote!(#[doc = #doc] #variant)
    });
    Some(quote! {
        #[doc = #doc]
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::fmt::Debug,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
        )]
        pub enum #name {
            #(#variants,)*
        }
    })
}

/// The implementation that decides.
pub(super) fn decision(permission: &Permission, module: &Ident, marker: &Ident) -> TokenStream {
    let target = match &permission.target {
        // At the type, where rustc's complaint belongs that it must be `pub`, as the permissions are.
        Some(target) => quote_spanned!(target.span()=> type Target = #target;),
        // A type that nothing can be, so that its lack is reported once, and in words.
        None => quote!(
            type Target = ::secure_action::policy::ResourceWithoutType;
        ),
    };
    let outright = permission.outright;
    let condition = match permission.conditions.as_slice() {
        [] => quote!(::core::convert::Infallible),
        _ => {
            let name = name(permission);
            quote!(permission::#module::#name)
        }
    };
    let enumeration = name(permission);
    let variants = permission.conditions.iter().map(|condition| {
        let variant = variant(&condition.variant);
        quote!(permission::#module::#enumeration::#variant)
    });
    let decided = permission.conditions.iter().map(|condition| {
        let (roles, function) = (condition.roles, &condition.function);
        // At the condition, where rustc's complaint about its signature belongs.
        quote_spanned! {function.span()=>
            || (::secure_action::__private::RoleSet::from_bits(#roles).intersects(roles) && #function(target, caller))
        }
    });
    let target_name = if permission.conditions.is_empty() { quote!(_) } else { quote!(target) };
    let bits = permission.conditions.iter().map(|condition| condition.roles);
    let body = quote! {
        #target
        type Condition = #condition;

        const CONDITIONS: &'static [(::secure_action::__private::RoleSet, Self::Condition)] =
            &[#((::secure_action::__private::RoleSet::from_bits(#bits), #variants)),*];

        fn holds(#target_name: &Self::Target, caller: &::secure_action::__private::Caller) -> bool {
            let roles = ::secure_action::__private::roles_of::<Policy>(caller);
            ::secure_action::__private::RoleSet::from_bits(#outright).intersects(roles) #(#decided)*
        }
    };
    // At the operation, where rustc says what is a permission.
    let implementation = quote_spanned! {permission.span=>
        impl ::secure_action::__private::TargetPermission for permission::#module::#marker { #body }
    };
    quote!(#[automatically_derived] #implementation)
}

fn name(permission: &Permission) -> Ident {
    Ident::new(&format!("{}Condition", pascal_case(&permission.operation)), permission.span)
}

fn variant(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
