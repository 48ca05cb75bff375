//! An action for whoever is authenticated.
use secure_action::{Caller, Json, Result, action};
/// Tells who is calling.
pub async fn me(caller: Caller) -> Result<Json<String>> {
    Ok(Json(caller.id().to_owned()))
}
/// The action `me`.
#[allow(non_camel_case_types)]
pub struct me {}
#[allow(unused_qualifications)]
const _: () = {
    #[derive(::core::default::Default)]
    pub struct SecureActionPlaces((::core::option::Option<Caller>,));
    #[automatically_derived]
    impl ::secure_action::__private::Action for me {
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
                (::core::module_path!(), "me"),
                (::secure_action::__private::Method::Get, "/me"),
                <<<me as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                ::secure_action::__private::Access::guarded(
                    <<<me as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                    &[],
                    &[],
                    &[],
                ),
                &[
                    <Caller as ::secure_action::__private::Argument<
                        <me as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT
                        .spec(),
                ],
            )
            .documentation("Tells who is calling.", "");
        const DESCRIPTIONS: &'static [::secure_action::__private::Describe] = &[
            <Caller as ::secure_action::__private::Argument<
                <me as ::secure_action::__private::Action>::App,
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
                        <me as ::secure_action::__private::Action>::App,
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
            <Json<String> as ::secure_action::__private::Answer>::ANSWER
                .of(
                    <<Result<
                        Json<String>,
                    > as ::secure_action::__private::Fallible>::Failure as ::secure_action::__private::Failure>::FAILURE,
                    arguments.map(|(argument_0,)| me(argument_0)),
                    viewer,
                )
        }
        fn answer() -> ::secure_action::__private::AnswerSpec {
            <Json<String> as ::secure_action::__private::Answer>::ANSWER
                .spec()
                .or(
                    <<Result<
                        Json<String>,
                    > as ::secure_action::__private::Fallible>::Failure as ::secure_action::__private::Failure>::FAILURE
                        .variants(),
                )
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for me {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str("me")
        }
    }
    const _: ::core::option::Option<me> = ::core::option::Option::None;
};
const _: () = ::secure_action::__private::require_argument(
    <me as ::secure_action::__private::Action>::SPEC,
    0usize,
);
