use secure_action::{Caller, policy};

policy! {
    resource post: Pots;
    role user { post: edit; }
}

pub struct Post;

impl Post {
    fn is_author(&self, _: &Caller) -> bool {
        false
    }
}

fn main() {
    let _ = Policy;
}
