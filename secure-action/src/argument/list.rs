//! All arguments of a function together.

use std::future::Future;

use super::taking::Taking;
use super::{ArgumentOf, Phase};
use crate::policy::Application;

/// What each argument of a function is, as a tuple.
///
/// One implementation here for each number of arguments, so that generated code has no future of its own to be checked: that is
/// what an attribute costs the compiler most.
#[doc(hidden)]
pub trait ArgumentList<App: Application> {
    /// A place for each argument.
    type Places: Send;
    /// The arguments.
    type Values: Send;

    /// Takes every argument of this phase, also after one could not be taken, so that all faults are reported together.
    fn take(self, phase: Phase, places: &mut Self::Places, taking: &mut Taking<'_, App>) -> impl Future<Output = ()> + Send;
}

/// The places of a list's arguments, when all are filled.
#[doc(hidden)]
pub trait Filled {
    /// The arguments.
    type Values;

    /// The arguments; `None` if one is missing.
    fn values(self) -> Option<Self::Values>;
}

impl<App: Application> ArgumentList<App> for () {
    type Places = ();
    type Values = ();

    async fn take(self, _: Phase, (): &mut (), _: &mut Taking<'_, App>) {}
}

impl Filled for () {
    type Values = ();

    fn values(self) -> Option<()> {
        Some(())
    }
}

macro_rules! lists {
    ($(($($type:ident $value:ident $place:ident),*);)*) => {$(
        impl<App: Application, $($type: Send),*> ArgumentList<App> for ($(ArgumentOf<App, $type>,)*) {
            type Places = ($(Option<$type>,)*);
            type Values = ($($type,)*);

            async fn take(self, phase: Phase, ($($place,)*): &mut Self::Places, taking: &mut Taking<'_, App>) {
                let ($($value,)*) = self;
                $(if $value.is_of(phase) {
                    *$place = $value.taken(taking).await;
                })*
            }
        }

        impl<$($type),*> Filled for ($(Option<$type>,)*) {
            type Values = ($($type,)*);

            fn values(self) -> Option<Self::Values> {
                let ($($value,)*) = self;
                Some(($($value?,)*))
            }
        }
    )*};
}

lists! {
    (A a pa);
    (A a pa, B b pb);
    (A a pa, B b pb, C c pc);
    (A a pa, B b pb, C c pc, D d pd);
    (A a pa, B b pb, C c pc, D d pd, E e pe);
    (A a pa, B b pb, C c pc, D d pd, E e pe, F f pf);
    (A a pa, B b pb, C c pc, D d pd, E e pe, F f pf, G g pg);
    (A a pa, B b pb, C c pc, D d pd, E e pe, F f pf, G g pg, H h ph);
    (A a pa, B b pb, C c pc, D d pd, E e pe, F f pf, G g pg, H h ph, I i pi);
    (A a pa, B b pb, C c pc, D d pd, E e pe, F f pf, G g pg, H h ph, I i pi, J j pj);
    (A a pa, B b pb, C c pc, D d pd, E e pe, F f pf, G g pg, H h ph, I i pi, J j pj, K k pk);
    (A a pa, B b pb, C c pc, D d pd, E e pe, F f pf, G g pg, H h ph, I i pi, J j pj, K k pk, L l pl);
}
