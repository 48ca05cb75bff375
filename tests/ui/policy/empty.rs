use secure_action::{policy};

policy! {
    resource note;
}

fn main() {
    let _ = Policy;
}

