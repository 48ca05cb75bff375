//! The generated code: the struct, its `Action`, and the constants that check it against the policy and the types.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::LitStr;
use syn::spanned::Spanned;

use super::attribute::{Method, StepUp};
use super::expansion::Marker;
use super::model::{Access, Action, Audit, By, Limit, Target};

pub(super) fn expand(action: &Action<'_>) -> Marker {
    let Action { ident, visibility, conditions, .. } = action;
    let doc = format!(" The action `{}`.", action.name);
    let (implementation, checks) = (implementation(action), checks(action));
    // At the function's name, where rustc's complaint belongs that something else is called so.
    let marker = quote_spanned!(ident.span()=> struct #ident {});
    Marker {
        conditions: quote!(#(#conditions)*),
        item: quote! {
            #[doc = #doc]
            #[allow(non_camel_case_types, dead_code, missing_debug_implementations, missing_copy_implementations, unreachable_pub)]
            #visibility #marker
        },
        beside: quote! {
            #(#conditions)*
            #[allow(unused_qualifications)]
            const _: () = {
                #implementation
            };

            #checks
        },
    }
}

fn implementation(action: &Action<'_>) -> TokenStream {
    let Action { ident, arguments, .. } = action;
    let app = app(action);
    let spec = spec(action);
    let items = arguments.iter().map(|ty| {
        let app = own_app(action);
        quote_spanned!(ty.span()=> <#ty as ::secure_action::__private::Argument<#app>>::ARGUMENT)
    });
    let locals: Vec<Ident> = (0..arguments.len()).map(local).collect();
    let (keys, target_key) = (input_keys(action), target_key(action));
    // At the function's name: rustc's complaint that an argument's type is less visible than the function belongs there.
    let tuple = quote_spanned!(ident.span()=> type Arguments = (#(::core::option::Option<#arguments>,)*););
    let answer = &action.answer;
    let answer = quote_spanned!(answer.span()=> <#answer as ::secure_action::__private::Answer>::ANSWER);
    // Names of their own, because the function may be called so as well.
    let [given, viewer] = ["arguments", "viewer"].map(generated);
    let (failure, place) = failure(action);
    // The same tokens twice, so that a type that is no failure is reported once.
    let failing = quote_spanned!(place=> <#failure as ::secure_action::__private::Failure>::FAILURE);
    // At the function's name: rustc's complaint that its future is not `Send` belongs there.
    let called = quote_spanned!(ident.span()=> impl ::core::future::Future<
        Output = ::core::result::Result<::secure_action::__private::Draft, ::secure_action::__private::ActionError>,
    > + ::core::marker::Send);
    let body = quote! {
        type App = #app;
        const SPEC: &'static ::secure_action::__private::ActionSpec = &#spec;
        #tuple

        fn take(
            phase: ::secure_action::__private::Phase,
            arguments: &mut Self::Arguments,
            taking: &mut ::secure_action::__private::Taking<'_, Self::App>,
        ) -> impl ::core::future::Future<Output = ()> + ::core::marker::Send {
            ::secure_action::__private::ArgumentList::take((#(#items,)*), phase, arguments, taking)
        }

        #target_key

        #keys

        // The function may be deprecated, and it is this that calls it.
        #[allow(deprecated)]
        fn call(
            #given: Self::Arguments,
            #viewer: ::secure_action::__private::Viewer,
        ) -> #called {
            let #given = ::secure_action::__private::Filled::values(#given);
            #answer.of(#failing, #given.map(|(#(#locals,)*)| #ident(#(#locals),*)), #viewer)
        }

        fn answer() -> ::secure_action::__private::AnswerSpec {
            #answer.spec().or(#failing.variants())
        }
    };
    // At the function's name, where rustc says what else is an action.
    let implementation = quote_spanned!(ident.span()=> impl ::secure_action::__private::Action for #ident { #body });
    quote!(#[automatically_derived] #implementation)
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
    let target = action.target.as_ref().map(|target| match target {
        Target::Parameter { name, .. } => quote!(.target(::secure_action::__private::TargetKey::Parameter(#name))),
        Target::Input { name, .. } => quote!(.target(::secure_action::__private::TargetKey::Input(#name))),
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
        #target #limits #body_limit #timeout #audit #documentation #tag #deprecated
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
        Access::Guarded { schemes, roles, permissions, step_up } => {
            let table = table(action);
            let step_up = step_up.as_ref().map(step_up_call);
            quote! {
                ::secure_action::__private::Access::guarded(#table, &[#(#schemes),*], &[#(#roles),*], &[#(#permissions),*])
                    #step_up
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
    let [arguments, keys, input] = ["arguments", "keys", "input"].map(generated);
    let pushes: Vec<_> = action
        .limits
        .iter()
        .filter_map(|limit| match &limit.by {
            By::Input { argument, fields, span, .. } => {
                let argument = place(*argument, *span);
                // In the user's own context, so that rustc's complaint about its type is at the literal.
                let key = Ident::new("secure_action_key", *span);
                Some(quote_spanned!(*span=> if let ::core::option::Option::Some(#input) = &#arguments.#argument {
                    let #key = &#input #(.#fields)*;
                    #keys.push(#key);
                }))
            }
            _ => None,
        })
        .collect();
    (!pushes.is_empty()).then(|| {
        quote! {
            fn input_keys(#arguments: &Self::Arguments, #keys: &mut ::secure_action::__private::InputKeys<'_>) {
                #(#pushes)*
            }
        }
    })
}

/// The field of the input that the target is found by.
fn target_key(action: &Action<'_>) -> Option<TokenStream> {
    let Some(Target::Input { argument, fields, span, .. }) = &action.target else {
        return None;
    };
    let [arguments, input, field, expected_of] = ["arguments", "input", "Field", "expected_of"].map(generated);
    let argument = place(*argument, *span);
    let app = own_app(action);
    // Of the one argument that is a target; any type if there is none, which `require_loaded` says.
    let expected = action.arguments.iter().rev().fold(
        quote!(#field),
        |other, ty| quote_spanned!(*span=> <#ty as ::secure_action::__private::Argument<#app>>::Key<#other>),
    );
    // In the user's own context, so that rustc's complaint is at the literal and of nothing else.
    let key = Ident::new("secure_action_key", *span);
    let key = quote_spanned! {*span=>
        let #key = &#input #(.#fields)*;
        let #key = ::secure_action::__private::ExpectedKey { expected: #expected_of(#key), field: #key }.field;
        ::secure_action::__private::KeyField::new(::core::clone::Clone::clone(#key), ::std::string::ToString::to_string(#key))
    };
    Some(quote! {
        fn target_key(#arguments: &Self::Arguments) -> impl ::core::any::Any + ::core::marker::Send {
            fn #expected_of<#field>(_: &#field) -> ::core::marker::PhantomData<#expected> {
                ::core::marker::PhantomData
            }
            #arguments.#argument.as_ref().map(|#input| { #key })
        }
    })
}

/// The place of an argument among all.
fn place(argument: usize, span: Span) -> syn::Index {
    syn::Index { index: u32::try_from(argument).unwrap_or_default(), span }
}

/// The constants that ask the policy and the types, each at the token that it is about.
fn checks(action: &Action<'_>) -> TokenStream {
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

fn local(index: usize) -> Ident {
    generated(&format!("argument_{index}"))
}

/// A name of the generated code's own, whatever is called so around it.
fn generated(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
