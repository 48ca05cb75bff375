//! A target that the route names: loaded and decided before the function runs.
use secure_action::{Authorized, Json, Result, action};
use crate::policy::permission::post::Edit;
/// Shows a post to those who may edit it.
pub async fn read_draft(post: Authorized<Edit>) -> Result<Json<String>> {
    Ok(Json(post.title.clone()))
}
/// The action `read_draft`.
#[allow(non_camel_case_types)]
pub struct read_draft {}
#[allow(unused_qualifications)]
const _: () = {
    #[derive(::core::default::Default)]
    pub struct SecureActionPlaces((::core::option::Option<Authorized<Edit>>,));
    #[automatically_derived]
    impl ::secure_action::__private::Action for read_draft {
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
                (::core::module_path!(), "read_draft"),
                (::secure_action::__private::Method::Get, "/posts/{id}/draft"),
                <<<read_draft as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                ::secure_action::__private::Access::guarded(
                    <<<read_draft as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                    &[],
                    &[],
                    &["post:edit"],
                ),
                &[
                    <Authorized<
                        Edit,
                    > as ::secure_action::__private::Argument<
                        <read_draft as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT
                        .spec(),
                ],
            )
            .documentation("Shows a post to those who may edit it.", "");
        const DESCRIPTIONS: &'static [::secure_action::__private::Describe] = &[
            <Authorized<
                Edit,
            > as ::secure_action::__private::Argument<
                <read_draft as ::secure_action::__private::Action>::App,
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
                    <Authorized<
                        Edit,
                    > as ::secure_action::__private::Argument<
                        <read_draft as ::secure_action::__private::Action>::App,
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
                    arguments.map(|(argument_0,)| read_draft(argument_0)),
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
    impl ::core::fmt::Debug for read_draft {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str("read_draft")
        }
    }
    const _: ::core::option::Option<read_draft> = ::core::option::Option::None;
};
const _: () = ::secure_action::__private::require_permission(
    <<<read_draft as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
    "post:edit",
);
const _: () = ::secure_action::__private::require_target(
    <read_draft as ::secure_action::__private::Action>::SPEC,
    "post:edit",
);
const _: () = ::secure_action::__private::require_argument(
    <read_draft as ::secure_action::__private::Action>::SPEC,
    0usize,
);
const _: () = ::secure_action::__private::require_path(
    <read_draft as ::secure_action::__private::Action>::SPEC,
);
