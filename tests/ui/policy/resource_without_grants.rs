use secure_action::policy;

policy! {
    resource note;
    resource report;
    role user { note: read; }
}

fn main() {
    let _ = Policy;
}
