use secure_action::{policy};

policy! {
    resource note;
    role a { noet: read; }
}

fn main() {
    let _ = Policy;
}

