//! The generated `ActionSpec`: what the attribute says, as one constant.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::names::{own_app, table};
use crate::action::attribute::{Method, StepUp};
use crate::action::model::{Access, Action, Audit, By, Limit, Target};

pub(super) fn spec(action: &Action<'_>) -> TokenStream {
    let Action { name, path, .. } = action;
    let method = method(action.method);
    let table = table(action);
    let access = access(action);
    let arguments = arguments(action);
    let limits = (!action.limits.is_empty()).then(|| {
        let limits = action.limits.iter().map(limit);
        quote!(.rate_limits(&[#(#limits),*]))
    });
    let body_limit = action.body_limit.map(|bytes| {
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        quote!(.body_limit(#bytes))
    });
    let timeout = action.timeout.map(|seconds| quote!(.timeout(::secure_action::__private::Duration::from_secs(#seconds))));
    let audit = match action.audit {
        Audit::Recorded => None,
        Audit::Durable => Some(quote!(.audit(::secure_action::__private::AuditMode::Durable))),
        Audit::Off => Some(quote!(.audit(::secure_action::__private::AuditMode::Off))),
    };
    let documentation = (!action.documentation.is_empty()).then(|| {
        let (summary, description) = (&action.documentation.summary, &action.documentation.description);
        quote!(.documentation(#summary, #description))
    });
    let target = action.target.as_ref().map(|target| match target {
        Target::Parameter { name, .. } => quote!(.target(::secure_action::__private::TargetKey::Parameter(#name))),
        Target::Input { name, .. } => quote!(.target(::secure_action::__private::TargetKey::Input(#name))),
    });
    let event = action.event.as_ref().map(|event| quote!(.event(#event)));
    let tag = action.tag.as_ref().map(|tag| quote!(.tag(#tag)));
    let deprecated = action.deprecated.then(|| quote!(.deprecated()));
    quote! {
        ::secure_action::__private::ActionSpec::new(
            (::core::module_path!(), #name),
            (#method, #path),
            #table,
            #access,
            &[#arguments],
        )
        #target #limits #body_limit #timeout #audit #event #documentation #tag #deprecated
    }
}

fn method(method: Method) -> TokenStream {
    match method {
        Method::Get => quote!(::secure_action::__private::Method::Get),
        Method::Post => quote!(::secure_action::__private::Method::Post),
        Method::Put => quote!(::secure_action::__private::Method::Put),
        Method::Patch => quote!(::secure_action::__private::Method::Patch),
        Method::Delete => quote!(::secure_action::__private::Method::Delete),
    }
}

fn access(action: &Action<'_>) -> TokenStream {
    match &action.access {
        Access::Public => quote!(::secure_action::__private::Access::Public),
        Access::Guarded { schemes, roles, permissions, scoped, step_up } => {
            let table = table(action);
            let scoped = scoped.then(|| quote!(.scoped()));
            let step_up = step_up.as_ref().map(step_up_call);
            quote! {
                ::secure_action::__private::Access::guarded(#table, &[#(#schemes),*], &[#(#roles),*], &[#(#permissions),*])
                    #scoped #step_up
            }
        }
    }
}

fn step_up_call(StepUp { max_age, acr }: &StepUp) -> TokenStream {
    let max_age = match max_age {
        None => quote!(::core::option::Option::None),
        Some(seconds) => {
            quote!(::core::option::Option::Some(::secure_action::__private::Duration::from_secs(#seconds)))
        }
    };
    quote!(.step_up(#max_age, &[#(#acr),*]))
}

/// One description for each argument.
fn arguments(action: &Action<'_>) -> TokenStream {
    let app = own_app(action);
    let specs = action
        .arguments
        .iter()
        .map(|ty| quote_spanned!(ty.span()=> <#ty as ::secure_action::__private::Argument<#app>>::ARGUMENT.spec()));
    quote!(#(#specs),*)
}

fn limit(limit: &Limit) -> TokenStream {
    let Limit { quota, seconds, .. } = limit;
    let keys: Vec<_> = limit
        .by
        .iter()
        .map(|by| match by {
            By::Ip => quote!(::secure_action::__private::LimitKey::Ip),
            By::Global => quote!(::secure_action::__private::LimitKey::Global),
            By::Caller => quote!(::secure_action::__private::LimitKey::Caller),
            By::Input { name, .. } => quote!(::secure_action::__private::LimitKey::Input(#name)),
        })
        .collect();
    let by = match keys.as_slice() {
        [key] => quote!(#key),
        keys => quote!(::secure_action::__private::LimitKey::Together(&[#(#keys),*])),
    };
    let count = limit.failures.then(|| quote!(.count(::secure_action::__private::Count::Failures)));
    let on_outage = limit.denies.then(|| quote!(.on_outage(::secure_action::__private::OnOutage::Deny)));
    let burst = limit.burst.map(|burst| quote!(.burst(#burst)));
    let skip = &limit.skip;
    let skip = (!skip.is_empty()).then(|| quote!(.skip(&[#(#skip),*])));
    quote! {
        ::secure_action::__private::RateLimit::new(#quota, ::secure_action::__private::Duration::from_secs(#seconds))
            .by(#by) #burst #skip #count #on_outage
    }
}
