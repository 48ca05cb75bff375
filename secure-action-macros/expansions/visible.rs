//! An answer with a field that is not for everybody.

use secure_action::Visible;

/// A user, as others see it.
#[derive(Debug, Visible)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    display_name: String,
    /// Where to write to.
    #[visible(permission = "user:contact")]
    email: String,
}
