use secure_action::policy;

policy! {
    resource note;
    role user: { note: read; }
}

fn main() {
    let _ = Policy;
}
