//! Step-up: the caller authenticated recently, with a token, and with a second factor.
use secure_action::{Caller, NoContent, Result, action};
/// Closes the account of the caller.
pub async fn close_account(caller: Caller) -> Result<NoContent> {
    drop(caller);
    Ok(NoContent)
}
/// The action `close_account`.
#[allow(non_camel_case_types)]
pub struct close_account {}
#[allow(unused_qualifications)]
const _: () = {
    #[derive(::core::default::Default)]
    pub struct SecureActionPlaces((::core::option::Option<Caller>,));
    #[automatically_derived]
    impl ::secure_action::__private::Action for close_account {
        type App = <crate::App as ::secure_action::__private::Known<
            {
                use ::secure_action::__private::Otherwise;
                ::secure_action::__private::require_application(
                    ::secure_action::__private::Probe::<crate::App>::IS,
                    "App",
                    true,
                )
            },
        >>::Itself;
        const SPEC: &'static ::secure_action::__private::ActionSpec = &::secure_action::__private::ActionSpec::new(
                (::core::module_path!(), "close_account"),
                (::secure_action::__private::Method::Delete, "/me"),
                <<<close_account as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                ::secure_action::__private::Access::guarded(
                        <<<close_account as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                        &["jwt"],
                        &[],
                        &[],
                    )
                    .step_up(
                        ::core::option::Option::Some(
                            ::secure_action::__private::Duration::from_secs(300u64),
                        ),
                        &["mfa", "hw"],
                    ),
                &[
                    <Caller as ::secure_action::__private::Argument<
                        <close_account as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT
                        .spec(),
                ],
            )
            .documentation("Closes the account of the caller.", "");
        const DESCRIPTIONS: &'static [::secure_action::__private::Describe] = &[
            <Caller as ::secure_action::__private::Argument<
                <close_account as ::secure_action::__private::Action>::App,
            >>::ARGUMENT
                .describe(),
        ];
        type Arguments = SecureActionPlaces;
        fn take(
            phase: ::secure_action::__private::Phase,
            arguments: &mut Self::Arguments,
            taking: &mut ::secure_action::__private::Taking<'_, Self::App>,
        ) -> impl ::core::future::Future<Output = ()> + ::core::marker::Send {
            ::secure_action::__private::ArgumentList::take(
                (
                    <Caller as ::secure_action::__private::Argument<
                        <close_account as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT,
                ),
                phase,
                &mut arguments.0,
                taking,
            )
        }
        fn call(
            arguments: Self::Arguments,
            viewer: ::secure_action::__private::Viewer,
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<
                ::secure_action::__private::Draft,
                ::secure_action::__private::ActionError,
            >,
        > + ::core::marker::Send {
            let arguments = ::secure_action::__private::Filled::values(arguments.0);
            <NoContent as ::secure_action::__private::Answer>::ANSWER
                .of(
                    <<Result<
                        NoContent,
                    > as ::secure_action::__private::Fallible>::Failure as ::secure_action::__private::Failure>::FAILURE,
                    arguments.map(|(argument_0,)| close_account(argument_0)),
                    viewer,
                )
        }
        fn answer() -> ::secure_action::__private::AnswerSpec {
            <NoContent as ::secure_action::__private::Answer>::ANSWER
                .spec()
                .or(
                    <<Result<
                        NoContent,
                    > as ::secure_action::__private::Fallible>::Failure as ::secure_action::__private::Failure>::FAILURE
                        .variants(),
                )
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for close_account {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str("close_account")
        }
    }
    const _: ::core::option::Option<close_account> = ::core::option::Option::None;
};
const _: () = ::secure_action::__private::require_argument(
    <close_account as ::secure_action::__private::Action>::SPEC,
    0usize,
);
