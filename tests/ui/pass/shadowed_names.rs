//! Generated code means its own names, whatever is called so around it.
#![deny(warnings)]

use secure_action::{Application, actions};

pub struct App;

impl Application for App {
    type State = ();
    type Policy = shadowed::Policy;
}

#[derive(serde::Deserialize, schemars::JsonSchema, garde::Validate)]
pub struct Named {
    #[garde(skip)]
    keys: u32,
    #[garde(skip)]
    arguments: u32,
    #[garde(skip)]
    input: u32,
}

/// Without the prelude, and with other things of the names that it has.
#[no_implicit_prelude]
#[allow(non_camel_case_types, dead_code, unused_macros)]
mod shadowed {
    use ::secure_action::{Authorized, Caller, Input, PublicError, Target, action, policy};

    use super::{App, Named};

    mod core {}
    mod secure_action {}
    mod std {}

    struct Box;
    struct Err;
    struct None;
    struct Ok;
    struct Option;
    struct Result;
    struct Some;
    struct String;

    trait Clone {}
    trait Copy {}
    trait Default {}
    trait Display {}
    trait Eq {}
    trait From {}
    trait FromStr {}
    trait Future {}
    trait Hash {}
    trait PartialEq {}
    trait Send {}
    trait ToString {}

    macro_rules! Debug {
        () => {
            the_users_own
        };
    }
    macro_rules! module_path {
        () => {
            the_users_own
        };
    }

    mod answers {
        pub type Result<T> = ::core::result::Result<T, ::secure_action::ActionError>;
    }

    pub struct Post;

    impl Post {
        fn is_author(&self, _: &Caller) -> bool {
            false
        }
    }

    impl Target<App> for Post {
        type Key = u32;

        async fn load(_: u32, _: &()) -> answers::Result<::core::option::Option<Self>> {
            ::core::result::Result::Ok(::core::option::Option::Some(Self))
        }
    }

    policy! {
        resource post: Post;
        resource core;
        resource option;
        resource permission;
        resource policy;
        resource role;
        resource std;
        role some { post: edit if Post::is_author; core: result; permission: role; }
        role ok: some { option: none, some; policy: clone; role: debug; }
        role err: ok { post: edit, copy; std: string; }
    }

    #[derive(PublicError)]
    pub enum Failure {
        #[public(status = 409, code = "NOT_OK")]
        Ok,
        #[public(status = 409, code = "NOT_SOME")]
        Some { f: u8, source: u8, error: u8 },
        #[public(internal)]
        Result(#[from] ::std::io::Error),
    }

    impl ::core::fmt::Debug for Failure {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str("failure")
        }
    }

    #[action(
        permission = "post:edit",
        target = "input.arguments",
        rate_limit("1/1m", by = "input.keys"),
        rate_limit("1/1m", by = "input.input")
    )]
    pub async fn call(post: Authorized<permission::post::Edit>, arguments: Input<Named>) -> answers::Result<()> {
        let _ = (post, arguments);
        ::core::result::Result::Ok(())
    }

    #[action(public)]
    pub async fn arguments(caller: ::core::option::Option<Caller>) -> ::core::result::Result<(), Failure> {
        let _ = caller;
        ::core::result::Result::Err(Failure::Ok)
    }

    #[action(public)]
    pub async fn argument_0(caller: ::core::option::Option<Caller>) -> answers::Result<()> {
        let _ = caller;
        ::core::result::Result::Err(Failure::Some { f: 1, source: 2, error: 3 }.into_action_error())
    }

    impl Failure {
        fn into_action_error(self) -> ::secure_action::ActionError {
            ::core::convert::From::from(self)
        }
    }
}

fn main() {
    let _ = actions![shadowed::call, shadowed::arguments, shadowed::argument_0];
    let _ = Named { keys: 1, arguments: 2, input: 3 };
}
