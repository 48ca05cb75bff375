//! The list of what is mounted.
use secure_action::{Actions, Security, actions};
use crate::{App, Database, auth, pending, permit};
/// The actions of the application.
#[must_use]
pub fn mounted(security: Security<App>, database: Database) -> Actions<App> {
    Actions::new(security, database)
        .mount({
            const SPECS: &[&::secure_action::__private::ActionSpec] = &[
                <auth::me as ::secure_action::__private::Action>::SPEC,
                <pending::list_posts as ::secure_action::__private::Action>::SPEC,
                <permit::delete_user as ::secure_action::__private::Action>::SPEC,
            ];
            const _: () = ::secure_action::__private::require_unique_route(
                SPECS,
                {
                    const EARLIER: &[()] = &[()];
                    EARLIER.len()
                },
            );
            const _: () = ::secure_action::__private::require_unique_route(
                SPECS,
                {
                    const EARLIER: &[()] = &[(), ()];
                    EARLIER.len()
                },
            );
            ::secure_action::__private::ActionSet::new([
                ::secure_action::__private::mounted(
                    <auth::me as ::secure_action::__private::Action>::ITSELF,
                ),
                ::secure_action::__private::mounted(
                    <pending::list_posts as ::secure_action::__private::Action>::ITSELF,
                ),
                ::secure_action::__private::mounted(
                    <permit::delete_user as ::secure_action::__private::Action>::ITSELF,
                ),
            ])
        })
}
