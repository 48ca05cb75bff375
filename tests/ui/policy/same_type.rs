use secure_action::policy;

policy! {
    resource note;
    role user { note: read1, read_1; }
}

fn main() {
    let _ = Policy;
}
