//! A list: the conditions of the policy become those of its query.
use secure_action::{Json, Pending, Query, Result, State, action};
use crate::policy::permission::post::Read;
use crate::{Database, Page};
/// Lists the posts that the caller may read.
pub async fn list_posts(
    pending: Pending<Read>,
    State(database): State<Database>,
    Query(page): Query<Page>,
) -> Result<Json<Vec<String>>> {
    Ok(Json(database.titles(pending.scope(), page.number)))
}
/// The action `list_posts`.
#[allow(non_camel_case_types)]
pub struct list_posts {}
#[allow(unused_qualifications)]
const _: () = {
    #[derive(::core::default::Default)]
    pub struct SecureActionPlaces(
        (
            ::core::option::Option<Pending<Read>>,
            ::core::option::Option<State<Database>>,
            ::core::option::Option<Query<Page>>,
        ),
    );
    #[automatically_derived]
    impl ::secure_action::__private::Action for list_posts {
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
                (::core::module_path!(), "list_posts"),
                (::secure_action::__private::Method::Get, "/posts"),
                <<<list_posts as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                ::secure_action::__private::Access::guarded(
                    <<<list_posts as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                    &[],
                    &[],
                    &["post:read"],
                ),
                &[
                    <Pending<
                        Read,
                    > as ::secure_action::__private::Argument<
                        <list_posts as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT
                        .spec(),
                    <State<
                        Database,
                    > as ::secure_action::__private::Argument<
                        <list_posts as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT
                        .spec(),
                    <Query<
                        Page,
                    > as ::secure_action::__private::Argument<
                        <list_posts as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT
                        .spec(),
                ],
            )
            .documentation("Lists the posts that the caller may read.", "");
        const DESCRIPTIONS: &'static [::secure_action::__private::Describe] = &[
            <Pending<
                Read,
            > as ::secure_action::__private::Argument<
                <list_posts as ::secure_action::__private::Action>::App,
            >>::ARGUMENT
                .describe(),
            <State<
                Database,
            > as ::secure_action::__private::Argument<
                <list_posts as ::secure_action::__private::Action>::App,
            >>::ARGUMENT
                .describe(),
            <Query<
                Page,
            > as ::secure_action::__private::Argument<
                <list_posts as ::secure_action::__private::Action>::App,
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
                    <Pending<
                        Read,
                    > as ::secure_action::__private::Argument<
                        <list_posts as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT,
                    <State<
                        Database,
                    > as ::secure_action::__private::Argument<
                        <list_posts as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT,
                    <Query<
                        Page,
                    > as ::secure_action::__private::Argument<
                        <list_posts as ::secure_action::__private::Action>::App,
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
            <Json<Vec<String>> as ::secure_action::__private::Answer>::ANSWER
                .of(
                    <<Result<
                        Json<Vec<String>>,
                    > as ::secure_action::__private::Fallible>::Failure as ::secure_action::__private::Failure>::FAILURE,
                    arguments
                        .map(|(argument_0, argument_1, argument_2)| list_posts(
                            argument_0,
                            argument_1,
                            argument_2,
                        )),
                    viewer,
                )
        }
        fn answer() -> ::secure_action::__private::AnswerSpec {
            <Json<Vec<String>> as ::secure_action::__private::Answer>::ANSWER
                .spec()
                .or(
                    <<Result<
                        Json<Vec<String>>,
                    > as ::secure_action::__private::Fallible>::Failure as ::secure_action::__private::Failure>::FAILURE
                        .variants(),
                )
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for list_posts {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str("list_posts")
        }
    }
    const _: ::core::option::Option<list_posts> = ::core::option::Option::None;
};
const _: () = ::secure_action::__private::require_permission(
    <<<list_posts as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
    "post:read",
);
const _: () = ::secure_action::__private::require_target(
    <list_posts as ::secure_action::__private::Action>::SPEC,
    "post:read",
);
const _: () = ::secure_action::__private::require_argument(
    <list_posts as ::secure_action::__private::Action>::SPEC,
    0usize,
);
const _: () = ::secure_action::__private::require_argument(
    <list_posts as ::secure_action::__private::Action>::SPEC,
    1usize,
);
const _: () = ::secure_action::__private::require_argument(
    <list_posts as ::secure_action::__private::Action>::SPEC,
    2usize,
);
