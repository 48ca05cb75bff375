//! The generated constants that ask the policy and the types, each at the token that it is about.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::LitStr;
use syn::spanned::Spanned;

use super::names::table;
use crate::action::model::{Access, Action, Target};

/// All of them.
pub(super) fn checks(action: &Action<'_>) -> TokenStream {
    let conditions = &action.conditions;
    let checks = policy_checks(action).into_iter().chain(argument_checks(action));
    checks.map(|check| quote!(#(#conditions)* #check)).collect()
}

fn policy_checks(action: &Action<'_>) -> Vec<TokenStream> {
    let ident = action.ident;
    let table = table(action);
    let ask = |function: &str, literal: &LitStr| {
        let function = Ident::new(function, literal.span());
        quote_spanned!(literal.span()=> const _: () = ::secure_action::__private::#function(#table, #literal);)
    };
    let mut checks = Vec::new();
    if let Access::Guarded { roles, permissions, .. } = &action.access {
        checks.extend(roles.iter().map(|role| ask("require_role", role)));
        if roles.len() > 1 {
            checks.extend(roles.iter().map(|role| {
                quote_spanned! {role.span()=>
                    const _: () = ::secure_action::__private::require_separate(#table, #role, &[#(#roles),*]);
                }
            }));
        }
        checks.extend(permissions.iter().map(|permission| ask("require_permission", permission)));
        checks.extend(permissions.iter().map(|permission| {
            quote_spanned! {permission.span()=>
                const _: () = ::secure_action::__private::require_target(
                    <#ident as ::secure_action::__private::Action>::SPEC,
                    #permission,
                );
            }
        }));
        if !roles.is_empty() {
            checks.extend(permissions.iter().enumerate().map(|(index, permission)| {
                let earlier = permissions.iter().take(index);
                quote_spanned! {permission.span()=>
                    const _: () = ::secure_action::__private::require_satisfiable(
                        #table, &[#(#roles),*], &[#(#earlier),*], #permission,
                    );
                }
            }));
        }
    }
    checks.extend(action.limits.iter().flat_map(|limit| &limit.skip).map(|role| ask("require_role", role)));
    checks.extend(action.event.as_ref().map(|event| {
        let function = Ident::new("require_event", event.span());
        quote_spanned!(event.span()=> const _: () = ::secure_action::__private::#function(#event);)
    }));
    checks.extend(action.limits.iter().filter_map(|limit| {
        let skip = &limit.skip;
        let span = skip.first()?.span();
        Some(quote_spanned! {span=>
            const _: () = ::secure_action::__private::require_counted(
                <#ident as ::secure_action::__private::Action>::SPEC,
                &[#(#skip),*],
            );
        })
    }));
    checks
}

fn argument_checks(action: &Action<'_>) -> Vec<TokenStream> {
    let ident = action.ident;
    let mut checks: Vec<_> = action
        .arguments
        .iter()
        .enumerate()
        .map(|(index, ty)| {
            quote_spanned! {ty.span()=>
                const _: () = ::secure_action::__private::require_argument(
                    <#ident as ::secure_action::__private::Action>::SPEC,
                    #index,
                );
            }
        })
        .collect();
    if let Some(Target::Parameter { span, .. } | Target::Input { span, .. }) = &action.target {
        checks.push(quote_spanned! {*span=>
            const _: () = ::secure_action::__private::require_loaded(<#ident as ::secure_action::__private::Action>::SPEC);
        });
    }
    checks.extend(action.unused.iter().map(|(index, span)| {
        quote_spanned! {*span=>
            const _: () = ::secure_action::__private::require_used(<#ident as ::secure_action::__private::Action>::SPEC, #index);
        }
    }));
    if action.has_parameters {
        checks.push(quote_spanned! {action.path_span=>
            const _: () = ::secure_action::__private::require_path(<#ident as ::secure_action::__private::Action>::SPEC);
        });
    }
    checks
}
