//! A target that a field of the input names.
use secure_action::{Authorized, Input, NoContent, Result, action};
use crate::NewTitle;
use crate::policy::permission::post::Edit;
/// Gives a post another title.
pub async fn rename_post(
    post: Authorized<Edit>,
    input: Input<NewTitle>,
) -> Result<NoContent> {
    drop((post, input));
    Ok(NoContent)
}
/// The action `rename_post`.
#[allow(non_camel_case_types)]
pub struct rename_post {}
#[allow(unused_qualifications)]
const _: () = {
    #[derive(::core::default::Default)]
    pub struct SecureActionPlaces(
        (
            ::core::option::Option<Authorized<Edit>>,
            ::core::option::Option<Input<NewTitle>>,
        ),
    );
    #[automatically_derived]
    impl ::secure_action::__private::Action for rename_post {
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
                (::core::module_path!(), "rename_post"),
                (::secure_action::__private::Method::Post, "/titles"),
                <<<rename_post as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                ::secure_action::__private::Access::guarded(
                    <<<rename_post as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
                    &[],
                    &[],
                    &["post:edit"],
                ),
                &[
                    <Authorized<
                        Edit,
                    > as ::secure_action::__private::Argument<
                        <rename_post as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT
                        .spec(),
                    <Input<
                        NewTitle,
                    > as ::secure_action::__private::Argument<
                        <rename_post as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT
                        .spec(),
                ],
            )
            .target(::secure_action::__private::TargetKey::Input("post"))
            .documentation("Gives a post another title.", "");
        const DESCRIPTIONS: &'static [::secure_action::__private::Describe] = &[
            <Authorized<
                Edit,
            > as ::secure_action::__private::Argument<
                <rename_post as ::secure_action::__private::Action>::App,
            >>::ARGUMENT
                .describe(),
            <Input<
                NewTitle,
            > as ::secure_action::__private::Argument<
                <rename_post as ::secure_action::__private::Action>::App,
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
                        <rename_post as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT,
                    <Input<
                        NewTitle,
                    > as ::secure_action::__private::Argument<
                        <rename_post as ::secure_action::__private::Action>::App,
                    >>::ARGUMENT,
                ),
                phase,
                &mut arguments.0,
                taking,
            )
        }
        fn target_key(
            arguments: &Self::Arguments,
        ) -> impl ::core::any::Any + ::core::marker::Send {
            fn expected_of<Field>(
                _: &Field,
            ) -> ::core::marker::PhantomData<
                <Authorized<
                    Edit,
                > as ::secure_action::__private::Argument<
                    <rename_post as ::secure_action::__private::Action>::App,
                >>::Key<
                    <Input<
                        NewTitle,
                    > as ::secure_action::__private::Argument<
                        <rename_post as ::secure_action::__private::Action>::App,
                    >>::Key<Field>,
                >,
            > {
                ::core::marker::PhantomData
            }
            arguments
                .0
                .1
                .as_ref()
                .map(|input| {
                    let secure_action_key = &input.post;
                    let secure_action_key = ::secure_action::__private::ExpectedKey {
                        expected: expected_of(secure_action_key),
                        field: secure_action_key,
                    }
                        .field;
                    ::secure_action::__private::KeyField::new(
                        ::core::clone::Clone::clone(secure_action_key),
                        ::std::string::ToString::to_string(secure_action_key),
                    )
                })
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
                        .map(|(argument_0, argument_1)| rename_post(
                            argument_0,
                            argument_1,
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
    impl ::core::fmt::Debug for rename_post {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str("rename_post")
        }
    }
    const _: ::core::option::Option<rename_post> = ::core::option::Option::None;
};
const _: () = ::secure_action::__private::require_permission(
    <<<rename_post as ::secure_action::__private::Action>::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
    "post:edit",
);
const _: () = ::secure_action::__private::require_target(
    <rename_post as ::secure_action::__private::Action>::SPEC,
    "post:edit",
);
const _: () = ::secure_action::__private::require_argument(
    <rename_post as ::secure_action::__private::Action>::SPEC,
    0usize,
);
const _: () = ::secure_action::__private::require_argument(
    <rename_post as ::secure_action::__private::Action>::SPEC,
    1usize,
);
const _: () = ::secure_action::__private::require_loaded(
    <rename_post as ::secure_action::__private::Action>::SPEC,
);
