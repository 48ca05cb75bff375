use secure_action::policy;

policy! {
    resource note;
    role user { note: read; }
    role admin: user {}
}

fn main() {
    let _ = Policy;
}
