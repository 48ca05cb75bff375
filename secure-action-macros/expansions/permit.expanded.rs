//! An action that demands a permission, and takes the proof of it.
use secure_action::{NoContent, Path, Permit, Result, State, action};
use crate::Database;
use crate::policy::permission::user::Delete;
/// Deletes a user.
pub async fn delete_user(
    permit: Permit<Delete>,
    Path(id): Path<u32>,
    State(database): State<Database>,
) -> Result<NoContent> {
    database.delete_user(id, permit);
    Ok(NoContent)
}
/// The action `delete_user`.
#[allow(non_camel_case_types)]
pub struct delete_user {}
#[allow(unused_qualifications)]
const _: () = {
    #[derive(::core::default::Default)]
    pub struct SecureActionPlaces(
        (
            ::core::option::Option<Permit<Delete>>,
            ::core::option::Option<Path<u32>>,
            ::core::option::Option<State<Database>>,
        ),
    );
    #[automatically_derived]
    impl ::secure_action::__private::Action for delete_user {
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
                (::core::module_path!(), "delete_user"),
                (::secure_action::__private::Method::Delete, "/users/{id}"),
                <<<delete_user as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                ::secure_action::__private::Access::guarded(
                    <<<delete_user as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                    &[],
                    &[],
                    &["user:delete"],
                ),
                &[
                    <Permit<
                        Delete,
                    > as ::secure_action::__private::Argument<
                        <delete_user as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT
                        .spec(),
                    <Path<
                        u32,
                    > as ::secure_action::__private::Argument<
                        <delete_user as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT
                        .spec(),
                    <State<
                        Database,
                    > as ::secure_action::__private::Argument<
                        <delete_user as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT
                        .spec(),
                ],
            )
            .rate_limits(
                &[
                    ::secure_action::__private::RateLimit::new(
                            5u32,
                            ::secure_action::__private::Duration::from_secs(900u64),
                        )
                        .by(::secure_action::__private::LimitKey::Caller),
                ],
            )
            .documentation("Deletes a user.", "");
        const DESCRIPTIONS: &'static [::secure_action::__private::Describe] = &[
            <Permit<
                Delete,
            > as ::secure_action::__private::Argument<
                <delete_user as ::secure_action::__private::Action>::App,
            >>::ARGUMENT
                .describe(),
            <Path<
                u32,
            > as ::secure_action::__private::Argument<
                <delete_user as ::secure_action::__private::Action>::App,
            >>::ARGUMENT
                .describe(),
            <State<
                Database,
            > as ::secure_action::__private::Argument<
                <delete_user as ::secure_action::__private::Action>::App,
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
                    <Permit<
                        Delete,
                    > as ::secure_action::__private::Argument<
                        <delete_user as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT,
                    <Path<
                        u32,
                    > as ::secure_action::__private::Argument<
                        <delete_user as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT,
                    <State<
                        Database,
                    > as ::secure_action::__private::Argument<
                        <delete_user as ::secure_action::__private::Action>::App,
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
                    arguments
                        .map(|(argument_0, argument_1, argument_2)| delete_user(
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
    impl ::core::fmt::Debug for delete_user {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str("delete_user")
        }
    }
    const _: ::core::option::Option<delete_user> = ::core::option::Option::None;
};
const _: () = ::secure_action::__private::require_permission(
    <<<delete_user as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
    "user:delete",
);
const _: () = ::secure_action::__private::require_target(
    <delete_user as ::secure_action::__private::Action>::SPEC,
    "user:delete",
);
const _: () = ::secure_action::__private::require_argument(
    <delete_user as ::secure_action::__private::Action>::SPEC,
    0usize,
);
const _: () = ::secure_action::__private::require_argument(
    <delete_user as ::secure_action::__private::Action>::SPEC,
    1usize,
);
const _: () = ::secure_action::__private::require_argument(
    <delete_user as ::secure_action::__private::Action>::SPEC,
    2usize,
);
const _: () = ::secure_action::__private::require_path(
    <delete_user as ::secure_action::__private::Action>::SPEC,
);
