//! A policy with inheritance and conditions.
use secure_action::policy;
use crate::Post;
/// The access policy of the application.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
pub struct Policy;
#[automatically_derived]
impl ::secure_action::__private::Declared for Policy {}
#[automatically_derived]
impl ::secure_action::__private::Policy for Policy {
    type Role = Role;
    const TABLE: &'static ::secure_action::__private::PolicyTable = &::secure_action::__private::PolicyTable::new::<
        Self,
    >(
        &[
            ::secure_action::__private::RoleEntry {
                name: "member",
                includes: ::secure_action::__private::RoleSet::from_bits(1u64),
            },
            ::secure_action::__private::RoleEntry {
                name: "moderator",
                includes: ::secure_action::__private::RoleSet::from_bits(3u64),
            },
            ::secure_action::__private::RoleEntry {
                name: "admin",
                includes: ::secure_action::__private::RoleSet::from_bits(7u64),
            },
        ],
        &[
            ::secure_action::__private::PermissionEntry {
                name: "post:publish",
                granted: ::secure_action::__private::RoleSet::from_bits(7u64),
                outright: ::secure_action::__private::RoleSet::from_bits(7u64),
            },
            ::secure_action::__private::PermissionEntry {
                name: "post:read",
                granted: ::secure_action::__private::RoleSet::from_bits(7u64),
                outright: ::secure_action::__private::RoleSet::from_bits(6u64),
            },
            ::secure_action::__private::PermissionEntry {
                name: "post:edit",
                granted: ::secure_action::__private::RoleSet::from_bits(7u64),
                outright: ::secure_action::__private::RoleSet::from_bits(0u64),
            },
            ::secure_action::__private::PermissionEntry {
                name: "user:contact",
                granted: ::secure_action::__private::RoleSet::from_bits(6u64),
                outright: ::secure_action::__private::RoleSet::from_bits(6u64),
            },
            ::secure_action::__private::PermissionEntry {
                name: "user:delete",
                granted: ::secure_action::__private::RoleSet::from_bits(4u64),
                outright: ::secure_action::__private::RoleSet::from_bits(4u64),
            },
        ],
    );
}
/// A role of the application.
#[derive(
    ::core::clone::Clone,
    ::core::marker::Copy,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
    ::core::hash::Hash,
)]
pub enum Role {
    /// The role `member`.
    Member,
    /// The role `moderator`.
    Moderator,
    /// The role `admin`.
    Admin,
}
impl Role {
    /// Every role, in order of declaration.
    pub const ALL: &'static [Self] = &[Self::Member, Self::Moderator, Self::Admin];
    /// The name in attributes, tokens and documents.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match *self {
            Self::Member => "member",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
        }
    }
}
#[automatically_derived]
impl ::secure_action::__private::Declared for Role {}
#[automatically_derived]
impl ::secure_action::__private::Role for Role {
    type Policy = Policy;
    fn index(self) -> u8 {
        match self {
            Self::Member => 0u8,
            Self::Moderator => 1u8,
            Self::Admin => 2u8,
        }
    }
}
#[automatically_derived]
impl ::core::fmt::Display for Role {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str(self.as_str())
    }
}
#[automatically_derived]
impl ::core::str::FromStr for Role {
    type Err = ::secure_action::policy::UnknownRole;
    fn from_str(
        name: &str,
    ) -> ::core::result::Result<Self, ::secure_action::policy::UnknownRole> {
        match name {
            "member" => ::core::result::Result::Ok(Self::Member),
            "moderator" => ::core::result::Result::Ok(Self::Moderator),
            "admin" => ::core::result::Result::Ok(Self::Admin),
            _ => ::core::result::Result::Err(::secure_action::policy::UnknownRole),
        }
    }
}
#[automatically_derived]
impl ::secure_action::__private::serde::Serialize for Role {
    fn serialize<S: ::secure_action::__private::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
#[automatically_derived]
impl<'de> ::secure_action::__private::serde::Deserialize<'de> for Role {
    fn deserialize<D: ::secure_action::__private::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        ::secure_action::__private::role_from(deserializer)
    }
}
#[automatically_derived]
impl ::secure_action::__private::schemars::JsonSchema for Role {
    fn schema_name() -> ::std::borrow::Cow<'static, str> {
        ::std::borrow::Cow::Borrowed("Role")
    }
    fn json_schema(
        _: &mut ::secure_action::__private::schemars::SchemaGenerator,
    ) -> ::secure_action::__private::schemars::Schema {
        ::secure_action::__private::role_schema(&["member", "moderator", "admin"])
    }
}
/// The permissions of the application, one type for each.
pub mod permission {
    /// The permissions on `post`.
    pub mod post {
        /// The permission `post:publish`.
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        pub struct Publish;
        /// The permission `post:read`.
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        pub struct Read;
        /// The conditions under which roles hold `post:read`.
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::fmt::Debug,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
        )]
        pub enum ReadCondition {
            /// `Post::is_published`.
            IsPublished,
            /// `Post::is_author`.
            IsAuthor,
        }
        /// The permission `post:edit`.
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        pub struct Edit;
        /// The conditions under which roles hold `post:edit`.
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::fmt::Debug,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
        )]
        pub enum EditCondition {
            /// `Post::is_author`.
            IsAuthor,
        }
    }
    /// The permissions on `user`.
    pub mod user {
        /// The permission `user:contact`.
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        pub struct Contact;
        /// The permission `user:delete`.
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        pub struct Delete;
    }
}
#[automatically_derived]
impl ::secure_action::__private::Declared for permission::post::Publish {}
#[automatically_derived]
impl ::secure_action::__private::Permission for permission::post::Publish {
    type Policy = Policy;
    const INDEX: u8 = 0u8;
    const NAME: &'static str = "post:publish";
}
#[automatically_derived]
impl ::secure_action::__private::PermissionAt<0u8> for Policy {
    type Permission = permission::post::Publish;
}
#[automatically_derived]
impl ::secure_action::__private::TargetPermission for permission::post::Publish {
    type Target = Post;
    type Condition = ::core::convert::Infallible;
    const CONDITIONS: &'static [(
        ::secure_action::__private::RoleSet,
        Self::Condition,
    )] = &[];
    fn holds(_: &Self::Target, caller: &::secure_action::__private::Caller) -> bool {
        let roles = ::secure_action::__private::roles_of::<Policy>(caller);
        ::secure_action::__private::RoleSet::from_bits(7u64).intersects(roles)
    }
}
#[automatically_derived]
impl ::secure_action::__private::Declared for permission::post::Read {}
#[automatically_derived]
impl ::secure_action::__private::Permission for permission::post::Read {
    type Policy = Policy;
    const INDEX: u8 = 1u8;
    const NAME: &'static str = "post:read";
}
#[automatically_derived]
impl ::secure_action::__private::PermissionAt<1u8> for Policy {
    type Permission = permission::post::Read;
}
#[automatically_derived]
impl ::secure_action::__private::TargetPermission for permission::post::Read {
    type Target = Post;
    type Condition = permission::post::ReadCondition;
    const CONDITIONS: &'static [(
        ::secure_action::__private::RoleSet,
        Self::Condition,
    )] = &[
        (
            ::secure_action::__private::RoleSet::from_bits(7u64),
            permission::post::ReadCondition::IsPublished,
        ),
        (
            ::secure_action::__private::RoleSet::from_bits(7u64),
            permission::post::ReadCondition::IsAuthor,
        ),
    ];
    fn holds(
        target: &Self::Target,
        caller: &::secure_action::__private::Caller,
    ) -> bool {
        let roles = ::secure_action::__private::roles_of::<Policy>(caller);
        ::secure_action::__private::RoleSet::from_bits(6u64).intersects(roles)
            || (::secure_action::__private::RoleSet::from_bits(7u64).intersects(roles)
                && Post::is_published(target, caller))
            || (::secure_action::__private::RoleSet::from_bits(7u64).intersects(roles)
                && Post::is_author(target, caller))
    }
}
#[automatically_derived]
impl ::secure_action::__private::Declared for permission::post::Edit {}
#[automatically_derived]
impl ::secure_action::__private::Permission for permission::post::Edit {
    type Policy = Policy;
    const INDEX: u8 = 2u8;
    const NAME: &'static str = "post:edit";
}
#[automatically_derived]
impl ::secure_action::__private::PermissionAt<2u8> for Policy {
    type Permission = permission::post::Edit;
}
#[automatically_derived]
impl ::secure_action::__private::TargetPermission for permission::post::Edit {
    type Target = Post;
    type Condition = permission::post::EditCondition;
    const CONDITIONS: &'static [(
        ::secure_action::__private::RoleSet,
        Self::Condition,
    )] = &[
        (
            ::secure_action::__private::RoleSet::from_bits(7u64),
            permission::post::EditCondition::IsAuthor,
        ),
    ];
    fn holds(
        target: &Self::Target,
        caller: &::secure_action::__private::Caller,
    ) -> bool {
        let roles = ::secure_action::__private::roles_of::<Policy>(caller);
        ::secure_action::__private::RoleSet::from_bits(0u64).intersects(roles)
            || (::secure_action::__private::RoleSet::from_bits(7u64).intersects(roles)
                && Post::is_author(target, caller))
    }
}
#[automatically_derived]
impl ::secure_action::__private::Declared for permission::user::Contact {}
#[automatically_derived]
impl ::secure_action::__private::Permission for permission::user::Contact {
    type Policy = Policy;
    const INDEX: u8 = 3u8;
    const NAME: &'static str = "user:contact";
}
#[automatically_derived]
impl ::secure_action::__private::PermissionAt<3u8> for Policy {
    type Permission = permission::user::Contact;
}
#[automatically_derived]
impl ::secure_action::__private::TargetPermission for permission::user::Contact {
    type Target = ::secure_action::policy::ResourceWithoutType;
    type Condition = ::core::convert::Infallible;
    const CONDITIONS: &'static [(
        ::secure_action::__private::RoleSet,
        Self::Condition,
    )] = &[];
    fn holds(_: &Self::Target, caller: &::secure_action::__private::Caller) -> bool {
        let roles = ::secure_action::__private::roles_of::<Policy>(caller);
        ::secure_action::__private::RoleSet::from_bits(6u64).intersects(roles)
    }
}
#[automatically_derived]
impl ::secure_action::__private::Declared for permission::user::Delete {}
#[automatically_derived]
impl ::secure_action::__private::Permission for permission::user::Delete {
    type Policy = Policy;
    const INDEX: u8 = 4u8;
    const NAME: &'static str = "user:delete";
}
#[automatically_derived]
impl ::secure_action::__private::PermissionAt<4u8> for Policy {
    type Permission = permission::user::Delete;
}
#[automatically_derived]
impl ::secure_action::__private::TargetPermission for permission::user::Delete {
    type Target = ::secure_action::policy::ResourceWithoutType;
    type Condition = ::core::convert::Infallible;
    const CONDITIONS: &'static [(
        ::secure_action::__private::RoleSet,
        Self::Condition,
    )] = &[];
    fn holds(_: &Self::Target, caller: &::secure_action::__private::Caller) -> bool {
        let roles = ::secure_action::__private::roles_of::<Policy>(caller);
        ::secure_action::__private::RoleSet::from_bits(4u64).intersects(roles)
    }
}
