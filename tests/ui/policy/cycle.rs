use secure_action::{policy};

policy! {
    resource note;
    role a: b { note: read; }
    role b: a;
}

fn main() {
    let _ = Policy;
}

