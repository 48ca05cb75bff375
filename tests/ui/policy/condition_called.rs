use secure_action::{Caller, policy};

policy! {
    resource post: Post;
    role user { post: edit if Post::is_author(); }
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
