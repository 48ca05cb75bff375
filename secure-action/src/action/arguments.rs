//! All arguments of a function together.

use std::future::Future;

use super::argument::{ArgumentOf, Taking};
use crate::application::Application;

/// What each argument of a function is, as a tuple.
///
/// One implementation here for each number of arguments, so that generated code has no future of its own to be checked: that is
/// what an attribute costs the compiler most.
#[doc(hidden)]
pub trait ArgumentList<App: Application> {
    /// The arguments.
    type Values: Send;

    /// Takes every argument, also after one could not be taken, so that all faults are reported together.
    fn take(self, taking: &mut Taking<'_, App>) -> impl Future<Output = Option<Self::Values>> + Send;
}

impl<App: Application> ArgumentList<App> for () {
    type Values = ();

    async fn take(self, _: &mut Taking<'_, App>) -> Option<()> {
        Some(())
    }
}

macro_rules! lists {
    ($(($($type:ident $value:ident),*);)*) => {$(
        impl<App: Application, $($type: Send),*> ArgumentList<App> for ($(ArgumentOf<App, $type>,)*) {
            type Values = ($($type,)*);

            async fn take(self, taking: &mut Taking<'_, App>) -> Option<Self::Values> {
                let ($($value,)*) = self;
                $(let $value = taking.argument($value).await;)*
                Some(($($value?,)*))
            }
        }
    )*};
}

lists! {
    (A a);
    (A a, B b);
    (A a, B b, C c);
    (A a, B b, C c, D d);
    (A a, B b, C c, D d, E e);
    (A a, B b, C c, D d, E e, F f);
    (A a, B b, C c, D d, E e, F f, G g);
    (A a, B b, C c, D d, E e, F f, G g, H h);
    (A a, B b, C c, D d, E e, F f, G g, H h, I i);
    (A a, B b, C c, D d, E e, F f, G g, H h, I i, J j);
    (A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k);
    (A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l);
}
