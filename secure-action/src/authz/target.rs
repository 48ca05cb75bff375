//! `Target`: what permissions are checked against, and how it is loaded.

use std::fmt;
use std::future::Future;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::caller::Caller;
use crate::error::Result;
use crate::policy::{Application, Permission, RoleSet};

/// Something that the conditions of a policy look at: a post, a profile, a user.
///
/// ```
/// use secure_action::{Application, Caller, Result, Target, policy};
///
/// policy! {
///     resource post: Post;
///     role user { post: edit if Post::is_author; }
///     role moderator: user { post: edit; }
/// }
///
/// pub struct Post { author: String }
///
/// impl Post {
///     fn is_author(&self, caller: &Caller) -> bool {
///         self.author == caller.id()
///     }
/// }
///
/// struct App;
///
/// impl Application for App {
///     type State = ();
///     type Policy = Policy;
/// }
///
/// impl Target<App> for Post {
///     type Key = u64;
///
///     async fn load(id: u64, _: &()) -> Result<Option<Self>> {
///         Ok((id == 7).then(|| Post { author: "uma".to_owned() }))
///     }
/// }
/// # fn main() {}
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be loaded as a target of `{App}`",
    note = "implement `Target<{App}>` for it: its key, and how it is loaded",
    note = "a resource has a type if `policy!` gives it one: `resource post: Post;`"
)]
pub trait Target<App: Application>: Sized + Send + Sync + 'static {
    /// What identifies one: read from a parameter of the route, or a field of the input, which then has this type and implements
    /// `Clone` and `Display`.
    type Key: DeserializeOwned + JsonSchema + Send + 'static;

    /// Loads the one with this key; `None` if there is none.
    ///
    /// An internal error is an outage: the request is refused with a 503, because nobody could decide.
    fn load(key: Self::Key, state: &App::State) -> impl Future<Output = Result<Option<Self>>> + Send;

    /// Whether this caller, who may not do what it asks for, may know that the target exists: a 403 then instead of a 404.
    fn visible_to(&self, _caller: &Caller) -> bool {
        false
    }
}

/// A permission, and what it is checked against.
///
/// Written by [`policy!`](crate::policy!).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a permission",
    label = "not a permission",
    note = "a permission is named by the type that `policy!` declares for it: `permission::post::Edit` for `post: edit`"
)]
pub trait TargetPermission: Permission {
    /// What it is checked against.
    type Target: Send + Sync + 'static;

    /// The conditions under which roles hold it; `Infallible` if there are none.
    type Condition: Copy + fmt::Debug + Send + Sync + 'static;

    /// Which roles hold it under which condition.
    #[doc(hidden)]
    const CONDITIONS: &'static [(RoleSet, Self::Condition)];

    /// The decision: whether `caller`, by its roles of this policy, may do this to `target`. Scopes are another question.
    #[doc(hidden)]
    fn holds(target: &Self::Target, caller: &Caller) -> bool;
}

/// The type that the conditions of `P` are decided about; what [`Visible`](derive@crate::Visible) asks of a type with `#[visible(target)]`.
#[diagnostic::on_unimplemented(
    message = "nothing about `{Self}` decides who holds this permission",
    label = "not a permission on `{Self}`",
    note = "`#[visible(target)]` goes on the type that `policy!` gives the resource, as in `resource post: Post;`; where the type is another one, remove it"
)]
pub trait Decided<P> {
    /// Whether the caller, by its roles of the policy of `P`, holds `P` for this value.
    fn decided(&self, caller: &Caller) -> bool;
}

#[diagnostic::do_not_recommend]
impl<P: TargetPermission<Target = T>, T> Decided<P> for T {
    fn decided(&self, caller: &Caller) -> bool {
        P::holds(self, caller)
    }
}
