//! Conditions on a loaded target: the generated decision and the proof made from it, against the `if` written by hand.

use std::hint::black_box;
use std::marker::PhantomData;
use std::time::Instant;

use axum::Router;
use secure_action::policy::{Permission, Policy};
use secure_action::{ActionError, ActionSet, Application, Caller, Pending, Result, TargetPermission, actions};
use tokio::runtime::Runtime;

use crate::measure::{Turn, least, repeat};
use crate::policies::{Kept, Post, Ranks, large, small};
use crate::tokens::{router, send, token};

const ROUNDS: usize = 51;
const DECISIONS: u32 = 20_000;
const PROOFS: u32 = 1_000;
/// Nanoseconds that a decision may cost over the one by hand.
const GOAL: f64 = 20.0;

/// Who asks, about which post, and whether the policy says yes.
const CASES: [(&str, &str, u32, bool); 5] = [
    ("an admin", "admin", 2, true),
    ("a moderator, a visible post", "moderator", 2, true),
    ("a moderator, a hidden post", "moderator", 3, false),
    ("a user, its own post", "user", 1, true),
    ("a user, somebody's post", "user", 2, false),
];

pub(crate) fn print(runtime: &Runtime) {
    for (title, proofs) in [("a condition on a target, ns", false), ("`Pending::authorize`, ns", true)] {
        println!("\n{title:<38}{:>8}{:>12}{:>12}{:>8}{:>8}", "policy", "by hand", "generated", "adds", "goal");
        for case in CASES {
            let small = World::<small::permission::post::Edit>::new(runtime, actions![small::keep], case.1);
            small.print(case, "3/5", proofs);
            let large = World::<large::permission::post::Edit>::new(runtime, actions![large::keep], case.1);
            large.print(case, "64/256", proofs);
        }
    }
}

/// An application that hands out proofs to one caller.
struct World<'r, P: TargetPermission> {
    runtime: &'r Runtime,
    router: Router,
    token: String,
    kept: Kept<Pending<P>>,
}

impl<'r, P: TargetPermission<Target = Post>> World<'r, P>
where
    <P::Policy as Policy>::Role: Ranks,
{
    fn new<App>(runtime: &'r Runtime, actions: ActionSet<App>, role: &str) -> Self
    where
        App: Application<State = Kept<Pending<P>>>,
    {
        let kept = Kept::none();
        let router = runtime.block_on(async { router(actions, kept.clone(), 100) });
        Self { runtime, router, token: token(&[role], &["post:edit"]), kept }
    }

    fn proofs(&self, count: u32) -> Vec<Pending<P>> {
        let mut router = self.router.clone();
        self.runtime.block_on(async {
            for _ in 0..count {
                send(&mut router, "/keep", &self.token).await;
            }
        });
        std::mem::take(&mut *self.kept.0.lock().expect("nobody panics"))
    }

    fn print(&self, (who, _, post, expected): (&str, &str, u32, bool), policy: &str, proofs: bool) {
        let post = Post::numbered(post);
        let pending = self.proofs(1).pop().expect("a proof");
        let caller = pending.caller();
        assert_eq!(P::holds(&post, caller), expected, "{who}");
        assert_eq!(ByHand::<P>::holds(&post, caller), expected, "{who}");
        let [by_hand, generated] = if proofs {
            let by_hand = self.authorizing(post, |pending, post| ByHand::<P>::authorize(pending, post).is_ok());
            let generated = self.authorizing(post, |pending, post| pending.authorize(post).is_ok());
            least(ROUNDS, PROOFS, [by_hand, generated])
        } else {
            let by_hand = deciding(caller, &post, ByHand::<P>::holds);
            let generated = deciding(caller, &post, P::holds);
            least(ROUNDS, DECISIONS, [by_hand, generated])
        };
        let adds = generated - by_hand;
        let verdict = if adds <= GOAL { "met" } else { "missed" };
        println!("{who:<38}{policy:>8}{by_hand:>12.1}{generated:>12.1}{adds:>8.1}{GOAL:>8.0}  {verdict}");
    }

    /// Proofs are made before the clock starts.
    fn authorizing<'t>(&'t self, post: Post, authorize: impl Fn(Pending<P>, Post) -> bool + 't) -> Turn<'t> {
        Box::new(move |calls| {
            let proofs = self.proofs(calls);
            let start = Instant::now();
            for pending in proofs {
                black_box(authorize(black_box(pending), black_box(post)));
            }
            start.elapsed()
        })
    }
}

fn deciding<'t>(caller: &'t Caller, post: &'t Post, holds: impl Fn(&Post, &Caller) -> bool + 't) -> Turn<'t> {
    repeat(move |_| {
        let (caller, post) = (black_box(caller), black_box(post));
        black_box(holds(post, caller));
    })
}

/// The same decision by hand.
struct ByHand<P>(PhantomData<P>);

impl<P: Permission> ByHand<P>
where
    <P::Policy as Policy>::Role: Ranks,
{
    fn holds(post: &Post, caller: &Caller) -> bool {
        let has = |role: <P::Policy as Policy>::Role| caller.has_role(role);
        has(Ranks::ADMIN)
            || (has(Ranks::MODERATOR) && post.visible)
            || ((has(Ranks::USER) || has(Ranks::MODERATOR)) && post.author == caller.id())
    }

    /// Consumes the proof, as [`Pending::authorize`] does.
    fn authorize(pending: Pending<P>, post: Post) -> Result<Post>
    where
        P: TargetPermission<Target = Post>,
    {
        let holds = Self::holds(&post, pending.caller());
        drop(pending);
        if holds {
            Ok(post)
        } else {
            Err(ActionError::not_found("").because("neither a moderator of this post nor its author"))
        }
    }
}
