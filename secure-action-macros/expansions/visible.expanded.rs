//! An answer with a field that is not for everybody.
use secure_action::Visible;
/// A user, as others see it.
#[derive(Debug)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    display_name: String,
    /// Where to write to.
    #[visible(permission = "user:contact")]
    email: String,
}
#[allow(unused_qualifications, deprecated)]
const _: () = {
    const _: () = ::secure_action::__private::require_visible(
        <<crate::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
        "user:contact",
        false,
    );
    const __PERMISSION_1: u8 = ::secure_action::__private::permission_position(
        <<crate::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
        "user:contact",
    );
    fn __serializes_0<S: ::secure_action::__private::serde::Serializer>(
        value: &&String,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        match ::core::option::Option::Some(*value) {
            ::core::option::Option::Some(value) => {
                <String as ::secure_action::__private::serde::Serialize>::serialize(
                    value,
                    serializer,
                )
            }
            ::core::option::Option::None => serializer.serialize_none(),
        }
    }
    fn __serializes_1<S: ::secure_action::__private::serde::Serializer>(
        value: &::secure_action::__private::Shown<'_, String>,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        match value.get() {
            ::core::option::Option::Some(value) => {
                <String as ::secure_action::__private::serde::Serialize>::serialize(
                    value,
                    serializer,
                )
            }
            ::core::option::Option::None => serializer.serialize_none(),
        }
    }
    #[derive(
        ::secure_action::__private::serde::Serialize,
        ::secure_action::__private::schemars::JsonSchema
    )]
    #[serde(
        rename_all = "camelCase",
        rename = "Profile",
        crate = "::secure_action::__private::serde"
    )]
    #[schemars(crate = "::secure_action::__private::schemars")]
    /// A user, as others see it.
    #[allow(dead_code)]
    struct __Fields<'visible> {
        #[schemars(with = "String")]
        #[serde(serialize_with = "__serializes_0")]
        display_name: &'visible String,
        /// Where to write to.
        ///
        ///Left out unless the caller holds the permission `user:contact`.
        #[schemars(extend("x-permission" = "user:contact"))]
        #[schemars(with = "String")]
        #[serde(
            skip_serializing_if = "::secure_action::__private::Shown::is_hidden",
            serialize_with = "__serializes_1"
        )]
        email: ::secure_action::__private::Shown<'visible, String>,
    }
    #[automatically_derived]
    impl ::secure_action::__private::serde::Serialize for Profile {
        fn serialize<S: ::secure_action::__private::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::core::result::Result<S::Ok, S::Error> {
            ::secure_action::__private::serde::Serialize::serialize(
                &__Fields {
                    display_name: &self.display_name,
                    email: ::secure_action::__private::Shown::new(
                        ::secure_action::__private::shown::<
                            <crate::App as ::secure_action::__private::Application>::Policy,
                        >(__PERMISSION_1),
                        &self.email,
                    ),
                },
                serializer,
            )
        }
    }
    #[automatically_derived]
    impl ::secure_action::__private::schemars::JsonSchema for Profile {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            <__Fields<
                'static,
            > as ::secure_action::__private::schemars::JsonSchema>::schema_name()
        }
        fn schema_id() -> ::std::borrow::Cow<'static, str> {
            <__Fields<
                'static,
            > as ::secure_action::__private::schemars::JsonSchema>::schema_id()
        }
        fn json_schema(
            generator: &mut ::secure_action::__private::schemars::SchemaGenerator,
        ) -> ::secure_action::__private::schemars::Schema {
            <__Fields<
                'static,
            > as ::secure_action::__private::schemars::JsonSchema>::json_schema(
                generator,
            )
        }
    }
};
