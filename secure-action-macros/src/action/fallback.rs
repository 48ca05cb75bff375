//! What stands in for an action that does not compile, so that its uses do not fail as well.

use quote::{quote, quote_spanned};

use super::attribute::Attribute;
use super::expand::app;
use super::expansion::Marker;
use super::item::Item;

pub(super) fn stub(attribute: &Attribute, item: &Item) -> Marker {
    let (ident, visibility, name) = (&item.signature.ident, &item.visibility, item.name());
    let conditions: Vec<_> = item.conditions().collect();
    let app = app(attribute.app.as_ref(), ident);
    let app = quote_spanned!(ident.span()=> type App = #app;);
    let path = format!("/actions/{name}");
    let body = quote! {
        #app
        const SPEC: &'static ::secure_action::__private::ActionSpec = &::secure_action::__private::ActionSpec::new(
            (::core::module_path!(), #name),
            (::secure_action::__private::Method::Post, #path),
            <<Self::App as ::secure_action::__private::Application>::Policy as ::secure_action::__private::Policy>::TABLE,
            ::secure_action::__private::Access::Public,
            &[],
        );
        const DESCRIPTIONS: &'static [::secure_action::__private::Describe] = &[];
        type Arguments = ();

        async fn take(
            _: ::secure_action::__private::Phase,
            (): &mut Self::Arguments,
            _: &mut ::secure_action::__private::Taking<'_, Self::App>,
        ) {
        }

        async fn call(
            _: Self::Arguments,
            _: ::secure_action::__private::Viewer,
        ) -> ::core::result::Result<::secure_action::__private::Draft, ::secure_action::__private::ActionError> {
            ::core::result::Result::Err(::secure_action::__private::ActionError::internal("does not compile"))
        }

        fn answer() -> ::secure_action::__private::AnswerSpec {
            <() as ::secure_action::__private::Answer>::ANSWER.spec()
        }
    };
    Marker::new((visibility, ident), &conditions, &body, None, None)
}
