use secure_action::{policy};

policy! {
    resource note;
    role a { note: read; }
    role a { note: write; }
}

fn main() {
    let _ = Policy;
}

