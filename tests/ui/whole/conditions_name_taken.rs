include!("../notes.rs");

policy! {
    resource note;
    resource user;
    resource post: Post;
    role member { note: read; post: edit if Post::is_own, edit_condition; }
    role admin: member { note: edit; user: delete; }
}

pub struct Post;

impl Post {
    fn is_own(&self, _: &Caller) -> bool {
        false
    }
}
