use secure_action::{policy};

policy! {
    resource note;
    resource note;
    role a { note: read; }
}

fn main() {
    let _ = Policy;
}

