//! One action on its route.

use std::marker::PhantomData;

use crate::action::Action;
use crate::application::Application;

pub struct Mount<App: Application>(PhantomData<App>);

pub(crate) fn route<A: Action>(_mount: Mount<A::App>) -> axum::routing::MethodRouter {
    axum::routing::MethodRouter::new()
}
