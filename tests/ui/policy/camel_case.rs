use secure_action::{policy};

policy! {
    resource note;
    role a { note: readAll; }
}

fn main() {
    let _ = Policy;
}

