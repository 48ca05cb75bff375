use secure_action::{policy};

policy! {
    resource note;
    role member { note: read; }
    role admin: membre;
}

fn main() {
    let _ = Policy;
}

