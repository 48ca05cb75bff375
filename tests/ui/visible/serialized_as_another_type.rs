include!("../posts.rs");

use secure_action::Visible;

#[derive(Clone, Visible)]
#[serde(into = "String")]
struct Account {
    name: String,
    #[visible(permission = "log:read")]
    email: String,
}

impl From<Account> for String {
    fn from(account: Account) -> Self {
        account.name
    }
}

fn main() {}
