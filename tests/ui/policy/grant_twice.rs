use secure_action::{policy};

policy! {
    resource note;
    role a { note: read, read; }
}

fn main() {
    let _ = Policy;
}

