//! `Authorized<P>`: proof that the caller may do something to this target.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use http::StatusCode;

use super::demanded::demanded;
use super::target::{Target, TargetPermission};
use crate::caller::Caller;
use crate::error::{Code, Refusal};
use crate::policy::Application;
use crate::spec::Access;

/// Proof that the caller may do `P` to this target, which it dereferences to.
///
/// ```
/// # use secure_action::{Application, Caller, Target, policy};
/// # policy! { resource post: Post; role user { post: edit if Post::is_author; } }
/// # pub struct Post { id: u64, author: String }
/// # impl Post { fn is_author(&self, caller: &Caller) -> bool { self.author == caller.id() } }
/// # struct App;
/// # impl Application for App { type State = (); type Policy = Policy; }
/// # impl Target<App> for Post {
/// #     type Key = u64;
/// #     async fn load(id: u64, _: &()) -> secure_action::Result<Option<Self>> {
/// #         Ok(Some(Post { id, author: "uma".to_owned() }))
/// #     }
/// # }
/// # fn main() {}
/// use garde::Validate;
/// use permission::post::Edit;
/// use schemars::JsonSchema;
/// use secure_action::{Authorized, Input, Json, NoContent, Result, action};
/// use serde::Deserialize;
///
/// /// Tells who wrote a post, before it is changed. Its key is in the path.
/// #[action(get = "/posts/{id}/author", permission = "post:edit")]
/// async fn author(post: Authorized<Edit>) -> Result<Json<String>> {
///     Ok(Json(post.author.clone()))
/// }
///
/// #[derive(Deserialize, JsonSchema, Validate)]
/// struct Pin {
///     #[garde(skip)]
///     post: u64,
/// }
///
/// /// Pins a post. Its key is in the input: the pinned one is the one that was decided about.
/// #[action(post = "/pins", permission = "post:edit", target = "input.post")]
/// async fn pin(input: Input<Pin>, post: Authorized<Edit>) -> Result<NoContent> {
///     write_pin(post).await
/// }
///
/// /// Cannot be called without the proof.
/// async fn write_pin(post: Authorized<Edit>) -> Result<NoContent> {
///     println!("pinned: {}", post.id);
///     Ok(NoContent)
/// }
/// ```
///
/// The pipeline loads the target in stage 9, once, and decides: a target that does not exist is a 404, and so is one that the
/// caller may not touch, unless [`Target::visible_to`] says that the caller may know of it, which makes it a 403.
///
/// The proof is about the target as it was loaded. What is written afterwards must be the same row: repeat in the statement
/// what the conditions looked at, `UPDATE posts SET ... WHERE id = $1 AND author = $2` with the values of the loaded target, or
/// compare its version. No row written then means that it has changed hands meanwhile: answer
/// [`ActionError::conflict`](crate::ActionError::conflict).
pub struct Authorized<P: TargetPermission> {
    target: P::Target,
    permission: PhantomData<fn() -> P>,
}

impl<P: TargetPermission> Authorized<P> {
    /// Whether an action with this access can have such a proof.
    pub(crate) fn demanded_by(access: &Access) -> Result<(), Refusal> {
        demanded(access, P::INDEX)
    }

    /// Loads the target with this key, and decides about it.
    pub(crate) async fn load<App>(
        key: <P::Target as Target<App>>::Key,
        state: &App::State,
        caller: &Caller,
    ) -> Result<Self, Refusal>
    where
        App: Application,
        P::Target: Target<App>,
    {
        match P::Target::load(key, state).await {
            Ok(target) => Self::decide::<App>(target, caller),
            Err(error) if error.is_internal() => {
                Err(Refusal::unavailable(format!("the target could not be loaded: {}", error.reason())))
            }
            Err(error) => Err(Refusal::new(error.status(), error.code(), error.reason())),
        }
    }

    fn decide<App>(target: Option<P::Target>, caller: &Caller) -> Result<Self, Refusal>
    where
        App: Application,
        P::Target: Target<App>,
    {
        let Some(target) = target else {
            return Err(Refusal::new(StatusCode::NOT_FOUND, Code::NOT_FOUND, "there is no such target"));
        };
        if P::holds(&target, caller) {
            return Ok(Self::proven(target));
        }
        let reason = format!("no condition of `{}` holds for this target", P::NAME);
        Err(if target.visible_to(caller) {
            Refusal::forbidden(reason)
        } else {
            Refusal::new(StatusCode::NOT_FOUND, Code::NOT_FOUND, reason)
        })
    }

    pub(super) const fn proven(target: P::Target) -> Self {
        Self { target, permission: PhantomData }
    }

    /// The target, without the proof.
    #[must_use]
    pub fn into_inner(self) -> P::Target {
        self.target
    }

    /// A proof that proves nothing, for tests of functions that demand one.
    ///
    /// Needs the feature `testing` and debug assertions: in a release build there is no such function, whichever crate of the
    /// workspace has turned the feature on.
    ///
    /// ```
    /// # use secure_action::{Caller, policy};
    /// # policy! { resource post: Post; role user { post: edit if Post::is_author; } }
    /// # pub struct Post { id: u64, author: String }
    /// # impl Post { fn is_author(&self, caller: &Caller) -> bool { self.author == caller.id() } }
    /// use permission::post::Edit;
    /// use secure_action::Authorized;
    ///
    /// fn headline(post: &Authorized<Edit>) -> String {
    ///     format!("{}, by {}", post.id, post.author)
    /// }
    ///
    /// # fn main() {
    /// // In a test:
    /// let post = Authorized::for_test(Post { id: 7, author: "uma".to_owned() });
    /// assert_eq!(headline(&post), "7, by uma");
    /// # }
    /// ```
    #[cfg(all(feature = "testing", debug_assertions))]
    #[must_use]
    pub fn for_test(target: P::Target) -> Self {
        Self::proven(target)
    }
}

impl<P: TargetPermission> Deref for Authorized<P> {
    type Target = P::Target;

    fn deref(&self) -> &P::Target {
        &self.target
    }
}

impl<P: TargetPermission> fmt::Debug for Authorized<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authorized({})", P::NAME)
    }
}
