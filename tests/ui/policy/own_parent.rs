use secure_action::{policy};

policy! {
    resource note;
    role a: a { note: read; }
}

fn main() {
    let _ = Policy;
}

