use secure_action::policy;

policy! {
    resource note;
    role admin { "note:read"; }
}

fn main() {
    let _ = Policy;
}
