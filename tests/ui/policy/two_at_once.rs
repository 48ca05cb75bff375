// errors: 2
use secure_action::{policy};

policy! {
    resource note;
    role a { noet: read; }
    role b: c;
}

fn main() {
    let _ = Policy;
}

