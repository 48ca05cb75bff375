use secure_action::{policy};

policy! {
    resource note: Note;
    role a { note: read if Note::is_author; }
}

fn main() {
    let _ = Policy;
}

