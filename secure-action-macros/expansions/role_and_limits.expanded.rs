//! An action for a role, with one limit by a field of the input and one with bursts, a durable audit event and a deadline.
use secure_action::{Input, NoContent, Path, Result, State, action};
use crate::{Database, Invitation};
/// Invites somebody to a team.
pub async fn invite(
    Path(team): Path<u32>,
    State(database): State<Database>,
    input: Input<Invitation>,
) -> Result<NoContent> {
    database.invite(team, &input.email);
    Ok(NoContent)
}
/// The action `invite`.
#[allow(non_camel_case_types)]
pub struct invite {}
#[allow(unused_qualifications)]
const _: () = {
    #[derive(::core::default::Default)]
    pub struct SecureActionPlaces(
        (
            ::core::option::Option<Path<u32>>,
            ::core::option::Option<State<Database>>,
            ::core::option::Option<Input<Invitation>>,
        ),
    );
    #[automatically_derived]
    impl ::secure_action::__private::Action for invite {
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
                (::core::module_path!(), "invite"),
                (::secure_action::__private::Method::Post, "/teams/{team}/invitations"),
                <<<invite as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                ::secure_action::__private::Access::guarded(
                    <<<invite as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                    &[],
                    &["moderator"],
                    &[],
                ),
                &[
                    <Path<
                        u32,
                    > as ::secure_action::__private::Argument<
                        <invite as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT
                        .spec(),
                    <State<
                        Database,
                    > as ::secure_action::__private::Argument<
                        <invite as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT
                        .spec(),
                    <Input<
                        Invitation,
                    > as ::secure_action::__private::Argument<
                        <invite as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT
                        .spec(),
                ],
            )
            .rate_limits(
                &[
                    ::secure_action::__private::RateLimit::new(
                            3u32,
                            ::secure_action::__private::Duration::from_secs(3600u64),
                        )
                        .by(::secure_action::__private::LimitKey::Input("email"))
                        .skip(&["admin"]),
                    ::secure_action::__private::RateLimit::new(
                            60u32,
                            ::secure_action::__private::Duration::from_secs(60u64),
                        )
                        .by(::secure_action::__private::LimitKey::Caller)
                        .burst(20u32),
                ],
            )
            .body_limit(4096usize)
            .timeout(::secure_action::__private::Duration::from_secs(5u64))
            .audit(::secure_action::__private::AuditMode::Durable)
            .documentation("Invites somebody to a team.", "");
        const DESCRIPTIONS: &'static [::secure_action::__private::Describe] = &[
            <Path<
                u32,
            > as ::secure_action::__private::Argument<
                <invite as ::secure_action::__private::Action>::App,
            >>::ARGUMENT
                .describe(),
            <State<
                Database,
            > as ::secure_action::__private::Argument<
                <invite as ::secure_action::__private::Action>::App,
            >>::ARGUMENT
                .describe(),
            <Input<
                Invitation,
            > as ::secure_action::__private::Argument<
                <invite as ::secure_action::__private::Action>::App,
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
                    <Path<
                        u32,
                    > as ::secure_action::__private::Argument<
                        <invite as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT,
                    <State<
                        Database,
                    > as ::secure_action::__private::Argument<
                        <invite as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT,
                    <Input<
                        Invitation,
                    > as ::secure_action::__private::Argument<
                        <invite as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT,
                ),
                phase,
                &mut arguments.0,
                taking,
            )
        }
        fn input_keys(
            arguments: &Self::Arguments,
            keys: &mut ::secure_action::__private::InputKeys<'_>,
        ) {
            if let ::core::option::Option::Some(input) = &arguments.0.2 {
                let secure_action_key = &input.email;
                keys.push(secure_action_key);
            }
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
                    arguments
                        .map(|(argument_0, argument_1, argument_2)| invite(
                            argument_0,
                            argument_1,
                            argument_2,
                        )),
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
    impl ::core::fmt::Debug for invite {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str("invite")
        }
    }
    const _: ::core::option::Option<invite> = ::core::option::Option::None;
};
const _: () = ::secure_action::__private::require_role(
    <<<invite as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
    "moderator",
);
const _: () = ::secure_action::__private::require_role(
    <<<invite as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
    "admin",
);
const _: () = ::secure_action::__private::require_counted(
    <invite as ::secure_action::__private::Action>::SPEC,
    &["admin"],
);
const _: () = ::secure_action::__private::require_argument(
    <invite as ::secure_action::__private::Action>::SPEC,
    0usize,
);
const _: () = ::secure_action::__private::require_argument(
    <invite as ::secure_action::__private::Action>::SPEC,
    1usize,
);
const _: () = ::secure_action::__private::require_argument(
    <invite as ::secure_action::__private::Action>::SPEC,
    2usize,
);
const _: () = ::secure_action::__private::require_path(
    <invite as ::secure_action::__private::Action>::SPEC,
);
