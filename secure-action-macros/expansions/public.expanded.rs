//! An action for everybody on the internet, with an input.
use secure_action::{Input, NoContent, Result, action};
use crate::SignUp;
/// Signs somebody up.
///
/// The answer does not tell whether the address was known before.
pub async fn sign_up(input: Input<SignUp>) -> Result<NoContent> {
    drop(input.into_inner());
    Ok(NoContent)
}
/// The action `sign_up`.
#[allow(non_camel_case_types)]
pub struct sign_up {}
#[allow(unused_qualifications)]
const _: () = {
    #[derive(::core::default::Default)]
    pub struct SecureActionPlaces((::core::option::Option<Input<SignUp>>,));
    #[automatically_derived]
    impl ::secure_action::__private::Action for sign_up {
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
                (::core::module_path!(), "sign_up"),
                (::secure_action::__private::Method::Post, "/users"),
                <<<sign_up as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                ::secure_action::__private::Access::Public,
                &[
                    <Input<
                        SignUp,
                    > as ::secure_action::__private::Argument<
                        <sign_up as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT
                        .spec(),
                ],
            )
            .rate_limits(
                &[
                    ::secure_action::__private::RateLimit::new(
                            20u32,
                            ::secure_action::__private::Duration::from_secs(3600u64),
                        )
                        .by(::secure_action::__private::LimitKey::Ip),
                ],
            )
            .documentation(
                "Signs somebody up.",
                "The answer does not tell whether the address was known before.",
            )
            .tag("users");
        const DESCRIPTIONS: &'static [::secure_action::__private::Describe] = &[
            <Input<
                SignUp,
            > as ::secure_action::__private::Argument<
                <sign_up as ::secure_action::__private::Action>::App,
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
                    <Input<
                        SignUp,
                    > as ::secure_action::__private::Argument<
                        <sign_up as ::secure_action::__private::Action>::App,
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
                    arguments.map(|(argument_0,)| sign_up(argument_0)),
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
    impl ::core::fmt::Debug for sign_up {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str("sign_up")
        }
    }
    const _: ::core::option::Option<sign_up> = ::core::option::Option::None;
};
const _: () = ::secure_action::__private::require_argument(
    <sign_up as ::secure_action::__private::Action>::SPEC,
    0usize,
);
