//! The generated code: the struct, its `Action`, and the constants that check it against the policy and the types.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::LitStr;
use syn::spanned::Spanned;

use super::attribute::Method;
use super::model::{Access, Action, Audit, By, Limit};

pub(crate) fn expand(action: &Action<'_>) -> TokenStream {
    let Action { ident, visibility, conditions, .. } = action;
    let doc = format!("The action `{}`.", action.name);
    let (implementation, checks) = (implementation(action), checks(action));
    quote! {
        #(#conditions)*
        #[doc = #doc]
        #[allow(non_camel_case_types, dead_code)]
        #visibility struct #ident {}

        #(#conditions)*
        #[allow(unused_qualifications)]
        const _: () = {
            #implementation
        };

        #checks
    }
}

fn implementation(action: &Action<'_>) -> TokenStream {
    let Action { ident, arguments, .. } = action;
    let app = app(action);
    let spec = spec(action);
    let takings = arguments.iter().enumerate().map(|(index, ty)| {
        let (local, app) = (local(index), own_app(action));
        quote_spanned!(ty.span()=> let #local = taking.argument(
            <#ty as ::secure_action::__private::Argument<#app>>::ARGUMENT
        ).await;)
    });
    let locals: Vec<Ident> = (0..arguments.len()).map(local).collect();
    let keys = input_keys(action);
    let answer = &action.answer;
    let (respond, describe) = (
        quote_spanned!(answer.span()=> <#answer as ::secure_action::__private::Answer>::ANSWER.respond(result)),
        quote_spanned!(answer.span()=> <#answer as ::secure_action::__private::Answer>::ANSWER.spec()),
    );
    let (failure, place) = failure(action);
    // The same tokens twice, so that a type that is no failure is reported once.
    let failing = quote_spanned!(place=> <#failure as ::secure_action::__private::Failure>::FAILURE);
    quote! {
        #[automatically_derived]
        impl ::secure_action::__private::Action for #ident {
            type App = #app;
            const SPEC: &'static ::secure_action::__private::ActionSpec = &#spec;
            type Arguments = (#(#arguments,)*);

            async fn take(
                taking: &mut ::secure_action::__private::Taking<'_, Self::App>,
            ) -> ::core::option::Option<Self::Arguments> {
                #(#takings)*
                match (#(#locals,)*) {
                    (#(::core::option::Option::Some(#locals),)*) => ::core::option::Option::Some((#(#locals,)*)),
                    #[allow(unreachable_patterns)]
                    _ => ::core::option::Option::None,
                }
            }

            #keys

            async fn call(
                (#(#locals,)*): Self::Arguments,
            ) -> ::core::result::Result<::secure_action::__private::Draft, ::secure_action::__private::ActionError> {
                let result = #failing.of(#ident(#(#locals),*).await);
                #respond
            }

            fn answer() -> ::secure_action::__private::AnswerSpec {
                #describe.or(#failing.variants())
            }
        }
    }
}

/// What the function fails with, and where the user says so.
fn failure(action: &Action<'_>) -> (TokenStream, Span) {
    let output = &action.output;
    match &action.failure {
        Some(ty) => (quote!(#ty), ty.span()),
        // Of an alias, only the compiler knows it.
        None => {
            let span = output.span();
            (quote_spanned!(span=> <#output as ::secure_action::__private::Fallible>::Failure), span)
        }
    }
}

/// The application, as the user names it.
fn app(action: &Action<'_>) -> TokenStream {
    match &action.app {
        Some(path) => quote!(#path),
        // At the function's name, because the user has not written it.
        None => quote_spanned!(action.ident.span()=> crate::App),
    }
}

/// The application, through the action, so that a missing one is reported once.
fn own_app(action: &Action<'_>) -> TokenStream {
    let ident = action.ident;
    quote!(<#ident as ::secure_action::__private::Action>::App)
}

fn table(action: &Action<'_>) -> TokenStream {
    let app = own_app(action);
    quote! {
        <<#app as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE
    }
}

fn spec(action: &Action<'_>) -> TokenStream {
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
        #limits #body_limit #timeout #audit #documentation #tag #deprecated
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
        Access::Guarded { schemes, roles, permissions } => {
            let table = table(action);
            quote! {
                ::secure_action::__private::Access::guarded(#table, &[#(#schemes),*], &[#(#roles),*], &[#(#permissions),*])
            }
        }
    }
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
    let by = match &limit.by {
        By::Ip => quote!(Ip),
        By::Global => quote!(Global),
        By::Caller => quote!(Caller),
        By::Input { name, .. } => quote!(Input(#name)),
    };
    let burst = limit.burst.map(|burst| quote!(.burst(#burst)));
    let skip = &limit.skip;
    let skip = (!skip.is_empty()).then(|| quote!(.skip(&[#(#skip),*])));
    quote! {
        ::secure_action::__private::RateLimit::new(#quota, ::secure_action::__private::Duration::from_secs(#seconds))
            .by(::secure_action::__private::LimitKey::#by) #burst #skip
    }
}

/// The fields that limits are keyed by; rustc's own complaint about one appears under the literal.
fn input_keys(action: &Action<'_>) -> Option<TokenStream> {
    let pushes: Vec<_> = action
        .limits
        .iter()
        .filter_map(|limit| match &limit.by {
            By::Input { argument, fields, span, .. } => {
                let argument = syn::Index { index: u32::try_from(*argument).unwrap_or_default(), span: *span };
                Some(quote_spanned!(*span=> keys.push(&arguments.#argument #(.#fields)*);))
            }
            _ => None,
        })
        .collect();
    (!pushes.is_empty()).then(|| {
        // Written with the same hygiene as the pushes, which stand at the user's literals.
        let (arguments, keys) = (Ident::new("arguments", Span::call_site()), Ident::new("keys", Span::call_site()));
        quote! {
            fn input_keys(#arguments: &Self::Arguments, #keys: &mut ::secure_action::__private::InputKeys<'_>) {
                #(#pushes)*
            }
        }
    })
}

/// The constants that ask the policy and the types, each at the token that it is about.
fn checks(action: &Action<'_>) -> TokenStream {
    let conditions = &action.conditions;
    let checks = policy_checks(action).into_iter().chain(argument_checks(action));
    checks.map(|check| quote!(#(#conditions)* #check)).collect()
}

fn policy_checks(action: &Action<'_>) -> Vec<TokenStream> {
    let table = table(action);
    let ask = |function: &str, literal: &LitStr| {
        let function = Ident::new(function, literal.span());
        quote_spanned!(literal.span()=> const _: () = ::secure_action::__private::#function(#table, #literal);)
    };
    let mut checks = Vec::new();
    if let Access::Guarded { roles, permissions, .. } = &action.access {
        checks.extend(roles.iter().map(|role| ask("require_role", role)));
        checks.extend(permissions.iter().map(|permission| ask("require_permission", permission)));
        if !roles.is_empty() {
            checks.extend(permissions.iter().map(|permission| {
                quote_spanned! {permission.span()=>
                    const _: () = ::secure_action::__private::require_satisfiable(#table, &[#(#roles),*], #permission);
                }
            }));
        }
    }
    checks.extend(action.limits.iter().flat_map(|limit| &limit.skip).map(|role| ask("require_role", role)));
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
    if action.has_parameters {
        checks.push(quote_spanned! {action.path_span=>
            const _: () = ::secure_action::__private::require_path(<#ident as ::secure_action::__private::Action>::SPEC);
        });
    }
    checks
}

fn local(index: usize) -> Ident {
    format_ident!("argument_{index}", span = Span::mixed_site())
}
