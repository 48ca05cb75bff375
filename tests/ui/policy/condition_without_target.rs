use secure_action::{policy};

policy! {
    resource note;
    role a { note: read if Note::is_author; }
}

fn main() {
    let _ = Policy;
}

