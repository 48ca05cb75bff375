//! Whether the type that an action names is an application: asked once, in words, where it is named.
//!
//! Everything that is generated for an action is about its application. A type that is none would be reported at every use of it;
//! a constant that does not evaluate is reported once, and whatever depends on it is taken for reported.

use std::marker::PhantomData;

use super::message::{Message, fail};
use super::{Application, Policy};

/// Asks whether `App` is an application: `Probe::<App>::IS`, with [`Otherwise`] in scope.
#[derive(Debug)]
pub struct Probe<App>(PhantomData<App>);

impl<App: Application<Policy: Policy>> Probe<App> {
    /// It is.
    pub const IS: bool = true;
}

/// The answer for what is not.
pub trait Otherwise {
    /// It is not.
    const IS: bool = false;
}

impl<App> Otherwise for Probe<App> {}

/// A type as itself, where it `IS` what it should be.
pub trait Known<const IS: bool> {
    /// The type.
    type Itself;
}

impl<App> Known<true> for App {
    type Itself = App;
}

/// Refuses an `app` that is not an application.
#[track_caller]
#[must_use]
pub const fn require_application(is: bool, name: &str, implied: bool) -> bool {
    if !is {
        let message =
            Message::new().text("`").text(name).text("` is not an application; write `impl Application for ").text(name);
        let message = message.text(" { type State = ...; type Policy = Policy; }`");
        fail(&message.text(if implied { ", or name another: `#[action(app = path::to::App)]`" } else { "" }));
    }
    true
}
