use secure_action::policy;

policy! {
    resource note;
    role user { note: read; }
    role admin extends user { note: write; }
}

fn main() {
    let _ = Policy;
}
