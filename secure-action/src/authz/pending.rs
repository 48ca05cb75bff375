//! `Pending<P>`: a permission whose targets the function loads itself.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::authorized::Authorized;
use super::decisions::{Decision, Decisions};
use super::demanded::demanded;
use super::target::TargetPermission;
use crate::caller::Caller;
use crate::error::{ActionError, Refusal, Result};
use crate::policy::Policy;
use crate::spec::Access;

/// The caller holds the permission `P` for some targets; which ones is to be decided by the function that loads them.
///
/// [`authorize`](Self::authorize) one, [`authorize_each`](Self::authorize_each) of several, or ask for the
/// [`scope`](Self::scope) to load only those that the caller may touch.
///
/// One of the three must be called by the time the function answers: an `Ok` without it is not sent. The client gets the 500 of
/// an internal error instead, and the log and the audit event say what was never decided. This holds for each `Pending` that the
/// function took, however it lost it: looking at the [`caller`](Self::caller) decides nothing, and a task that decides after the
/// answer decides too late. A function that fails has decided enough: its `Err` is answered as it is.
///
/// ```
/// # use secure_action::{Application, Caller, policy};
/// # policy! { resource post: Post; role user { post: edit if Post::is_author; } }
/// # pub struct Post { id: u64, author: String }
/// # impl Post { fn is_author(&self, caller: &Caller) -> bool { self.author == caller.id() } }
/// # struct App;
/// # impl Application for App { type State = (); type Policy = Policy; }
/// # fn latest_posts() -> Vec<Post> { Vec::new() }
/// # fn main() {}
/// use permission::post::Edit;
/// use secure_action::{ActionError, Authorized, Json, NoContent, Pending, Result, action};
///
/// /// Closes the latest post.
/// #[action(post = "/posts/latest/close", permission = "post:edit")]
/// async fn close_latest(pending: Pending<Edit>) -> Result<NoContent> {
///     let post = latest_posts().pop().ok_or_else(|| ActionError::not_found("there are no posts"))?;
///     close(pending.authorize(post)?);
///     Ok(NoContent)
/// }
///
/// /// Closes those of the latest posts that the caller may edit, and tells which.
/// #[action(post = "/posts/close", permission = "post:edit")]
/// async fn close_all(pending: Pending<Edit>) -> Result<Json<Vec<u64>>> {
///     Ok(Json(pending.authorize_each(latest_posts()).into_iter().map(close).collect()))
/// }
///
/// fn close(post: Authorized<Edit>) -> u64 {
///     post.id
/// }
/// ```
///
/// None can be forged, not even for a test: a function that takes one is tested as its callers see it, by a request to the
/// router that [`Actions::into_router`](crate::Actions::into_router) makes. What can be tested without a request, let another
/// function do: one that takes what `authorize` gives, an [`Authorized`], or what `scope` gives, a [`Scope`].
#[must_use = "nothing is authorized until a target is"]
pub struct Pending<P> {
    caller: Caller,
    decision: Arc<Decision>,
    permission: PhantomData<fn() -> P>,
}

/// For which targets a caller holds a permission.
///
/// ```
/// # use secure_action::{Application, Caller, policy};
/// # policy! { resource post: Post; role user { post: read if Post::is_published, read if Post::is_author; } }
/// # pub struct Post { author: String, draft: bool }
/// # impl Post {
/// #     fn is_author(&self, caller: &Caller) -> bool { self.author == caller.id() }
/// #     fn is_published(&self, _: &Caller) -> bool { !self.draft }
/// # }
/// # struct App;
/// # impl Application for App { type State = (); type Policy = Policy; }
/// # fn select(condition: &str, caller: &str) -> Vec<String> { Vec::new() }
/// # fn main() {
/// # assert_eq!(condition(&Scope::Any(vec![ReadCondition::IsPublished, ReadCondition::IsAuthor])), "NOT draft OR author = $1");
/// # }
/// use permission::post::{Read, ReadCondition};
/// use secure_action::{Json, Pending, Result, Scope, action};
///
/// /// Lists the titles of the posts that the caller may read.
/// #[action(get = "/posts", permission = "post:read")]
/// async fn list(pending: Pending<Read>) -> Result<Json<Vec<String>>> {
///     let condition = condition(&pending.scope());
///     Ok(Json(select(&format!("SELECT title FROM posts WHERE {condition}"), pending.caller().id())))
/// }
///
/// fn condition(scope: &Scope<ReadCondition>) -> String {
///     match scope {
///         Scope::All => "TRUE".to_owned(),
///         Scope::Any(conditions) => {
///             // A condition that is new in the policy does not compile until the query knows it.
///             let terms: Vec<_> = conditions.iter().map(|condition| match condition {
///                 ReadCondition::IsPublished => "NOT draft",
///                 ReadCondition::IsAuthor => "author = $1",
///             }).collect();
///             terms.join(" OR ")
///         }
///         Scope::None => "FALSE".to_owned(),
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope<C> {
    /// For all.
    All,
    /// For those that fulfil any of these conditions.
    Any(Vec<C>),
    /// For none.
    None,
}

impl<P: TargetPermission> Pending<P> {
    /// Leaves the decision to the function, for a caller whom stage 6 let into an action with this access.
    pub(crate) fn left(access: &Access, caller: Option<&Caller>, decisions: &mut Decisions) -> Result<Self, Refusal> {
        demanded(access, P::INDEX)?;
        let Some(caller) = caller else {
            return Err(Refusal::misconfigured("`Pending` taken by an action that authenticates nobody"));
        };
        Ok(Self { caller: caller.handed_on(), decision: decisions.leave(P::NAME), permission: PhantomData })
    }

    /// Decides about one target. A 404 if the caller may not touch it: to such a caller it does not exist.
    ///
    /// # Errors
    ///
    /// The 404.
    pub fn authorize(self, target: P::Target) -> Result<Authorized<P>> {
        let holds = P::holds(&target, &self.caller);
        self.decision.make();
        if holds {
            return Ok(Authorized::proven(target));
        }
        Err(ActionError::not_found("").because(NoConditionHolds(P::NAME)))
    }

    /// Keeps those of several targets that the caller may touch.
    #[must_use]
    pub fn authorize_each(self, targets: Vec<P::Target>) -> Vec<Authorized<P>> {
        let kept = targets.into_iter().filter(|target| P::holds(target, &self.caller));
        let kept = kept.map(Authorized::proven).collect();
        self.decision.make();
        kept
    }

    /// For which targets the caller holds the permission, so that a query can load only those: the rule for a list is then the
    /// rule for the single target.
    #[must_use]
    pub fn scope(&self) -> Scope<P::Condition> {
        self.decision.make();
        let table = <P::Policy as Policy>::TABLE;
        let roles = self.caller.roles_of(table.id());
        let outright = table.permissions.get(usize::from(P::INDEX)).is_some_and(|entry| entry.outright.intersects(roles));
        if outright {
            return Scope::All;
        }
        let conditions = P::CONDITIONS.iter().filter(|(holders, _)| holders.intersects(roles));
        let conditions: Vec<_> = conditions.map(|(_, condition)| *condition).collect();
        if conditions.is_empty() { Scope::None } else { Scope::Any(conditions) }
    }

    /// Who is calling. To know that decides nothing.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.caller
    }
}

impl<P: TargetPermission> fmt::Debug for Pending<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pending({})", P::NAME)
    }
}

/// Why a target was refused, for the log; the name of a permission, put into words only there.
#[derive(Debug, thiserror::Error)]
#[error("no condition of `{0}` holds for this target")]
struct NoConditionHolds(&'static str);
