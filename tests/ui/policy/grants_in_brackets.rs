use secure_action::policy;

policy! {
    resource note;
    role user { note: [read, write]; }
}

fn main() {
    let _ = Policy;
}
