//! An action that `#[action]` did not make takes no proof of what it does not demand.

use std::future::Future;

use axum::Router;
use secure_action::__private::{
    Access, Action, ActionSpec, Answer, AnswerSpec, Argument, ArgumentList, Describe, Draft, Failure, Fallible, Filled, Method,
    Phase, Policy as _, Taking, Viewer, mounted,
};
use secure_action::{ActionError, ActionSet, Actions, NoContent, Permit, Result, Security};

use super::{Blog, Policy, permission};
use crate::world::{World, call};

struct Forged;

type Proof = Permit<permission::post::Edit>;

async fn edit_all(_: Proof) -> Result<NoContent> {
    Ok(NoContent)
}

impl Action for Forged {
    type App = Blog;
    const SPEC: &'static ActionSpec =
        &ActionSpec::new((module_path!(), "forged"), (Method::Post, "/forged"), Policy::TABLE, Access::Public, &[]);
    const DESCRIPTIONS: &'static [Describe] = &[<Proof as Argument<Blog>>::ARGUMENT.describe()];
    type Arguments = (Option<Proof>,);

    fn take(phase: Phase, arguments: &mut Self::Arguments, taking: &mut Taking<'_, Blog>) -> impl Future<Output = ()> + Send {
        ArgumentList::take((<Proof as Argument<Blog>>::ARGUMENT,), phase, arguments, taking)
    }

    fn call(arguments: Self::Arguments, viewer: Viewer) -> impl Future<Output = Result<Draft, ActionError>> + Send {
        let failure = <<Result<NoContent> as Fallible>::Failure as Failure>::FAILURE;
        <NoContent as Answer>::ANSWER.of(failure, Filled::values(arguments).map(|(proof,)| edit_all(proof)), viewer)
    }

    fn answer() -> AnswerSpec {
        <NoContent as Answer>::ANSWER.spec()
    }
}

fn router(world: &World) -> Router {
    let security = Security::<Blog>::builder().clock(world.clock.clone()).audit(world.trail.clone());
    let security = security.build().expect("a sound configuration");
    Actions::new(security, ()).mount(ActionSet::new([mounted(Forged::ITSELF)])).into_router().expect("sound actions")
}

#[tokio::test]
async fn a_permit_is_for_actions_that_demand_the_permission() {
    let world = World::new();
    let answer = call("POST", "/forged").send(&router(&world)).await;
    assert_eq!(answer.status, 500, "{answer:?}");
    assert!(!answer.body.contains("permission"), "{}", answer.body);
}
