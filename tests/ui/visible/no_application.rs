use secure_action::Visible;

#[derive(Visible)]
struct Account {
    name: String,
    #[visible(permission = "log:read")]
    email: String,
}

fn main() {}
