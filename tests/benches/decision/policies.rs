//! The same application twice: under a policy of 3 roles and 5 permissions, and under one that is as large as it can be.
//!
//! What the two have in common comes last in the large one.

use std::sync::{Arc, Mutex};

use secure_action::Caller;

/// What conditions look at. Number 1 is the caller's own, all but number 3 are visible.
#[derive(Clone, Copy, Debug)]
#[expect(unreachable_pub, reason = "permissions are `pub`, and so must be what they are checked against")]
pub struct Post {
    pub(crate) author: &'static str,
    pub(crate) visible: bool,
}

impl Post {
    pub(crate) fn numbered(number: u32) -> Self {
        // As long as the caller's own id: how long an id is would tell two apart at once.
        let author = if number == 1 { super::tokens::SUBJECT } else { "a9d25e07-1b3c-4f68-8e42-c07d9f5a6b13" };
        Self { author, visible: number != 3 }
    }

    fn is_author(&self, caller: &Caller) -> bool {
        self.author == caller.id()
    }

    fn is_visible(&self, _: &Caller) -> bool {
        self.visible
    }
}

/// The roles that both policies have.
pub(crate) trait Ranks: secure_action::policy::Role {
    const USER: Self;
    const MODERATOR: Self;
    const ADMIN: Self;
}

/// Proofs taken from the pipeline, for measuring without it.
pub(crate) struct Kept<P>(pub(crate) Arc<Mutex<Vec<P>>>);

impl<P> Kept<P> {
    pub(crate) fn none() -> Self {
        Self(Arc::new(Mutex::new(Vec::new())))
    }
}

impl<P> Clone for Kept<P> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

macro_rules! application {
    ($application:ident: $($department:ident)* $(; $system:ident: $($operation:ident),*)?) => {
        pub(crate) mod $application {
            use secure_action::{
                Application, Authorized, NoContent, Pending, Permit, Result, State, Target, action, policy,
            };

            use super::{Kept, Post};

            policy! {
                $(resource $department;)*
                $(resource $system;)?
                resource post: Post;

                $(role $department { $department: create, read, update, delete; })*
                role user { post: create, read, edit if Post::is_author; }
                role moderator: user { post: edit if Post::is_visible, hide; }
                role admin: user { post: edit, remove; $($system: $($operation),*;)? }
            }

            pub(crate) type Proof = Pending<permission::post::Edit>;

            impl super::Ranks for Role {
                const USER: Self = Self::User;
                const MODERATOR: Self = Self::Moderator;
                const ADMIN: Self = Self::Admin;
            }

            pub(crate) struct App;

            impl Application for App {
                type State = Kept<Proof>;
                type Policy = Policy;
            }

            impl Target<App> for Post {
                type Key = u32;

                async fn load(number: u32, _: &Kept<Proof>) -> Result<Option<Self>> {
                    Ok(Some(Self::numbered(number)))
                }
            }

            /// What is kept decides later; the answer waits for one decision.
            #[action(app = App, get = "/keep", permission = "post:edit", audit = false)]
            pub(crate) async fn keep(proof: Proof, State(kept): State<Kept<Proof>>) -> Result<NoContent> {
                std::hint::black_box(proof.scope());
                kept.0.lock().expect("nobody panics").push(proof);
                Ok(NoContent)
            }

            #[action(app = App, get = "/authenticated", auth, audit = false)]
            pub(crate) async fn authenticated() -> Result<NoContent> {
                Ok(NoContent)
            }

            #[action(app = App, get = "/permitted", permission = "post:read", audit = false)]
            pub(crate) async fn permitted(_permit: Permit<permission::post::Read>) -> Result<NoContent> {
                Ok(NoContent)
            }

            /// Nobody's role holds both.
            #[action(app = App, get = "/together", permission("post:hide", "post:remove"), audit = false)]
            pub(crate) async fn together() -> Result<NoContent> {
                Ok(NoContent)
            }

            #[action(app = App, get = "/posts/{id}", permission = "post:edit", audit = false)]
            pub(crate) async fn authorized(post: Authorized<permission::post::Edit>) -> Result<NoContent> {
                std::hint::black_box(post.visible);
                Ok(NoContent)
            }
        }
    };
}

application!(small:);

application!(large:
    department_01 department_02 department_03 department_04 department_05 department_06 department_07 department_08
    department_09 department_10 department_11 department_12 department_13 department_14 department_15 department_16
    department_17 department_18 department_19 department_20 department_21 department_22 department_23 department_24
    department_25 department_26 department_27 department_28 department_29 department_30 department_31 department_32
    department_33 department_34 department_35 department_36 department_37 department_38 department_39 department_40
    department_41 department_42 department_43 department_44 department_45 department_46 department_47 department_48
    department_49 department_50 department_51 department_52 department_53 department_54 department_55 department_56
    department_57 department_58 department_59 department_60 department_61;
    system: start, stop, back_up, restore, configure, observe, upgrade
);
