use secure_action::{Application, Caller, Target, policy};

policy! {
    resource post: Post;
    resource log;
    role user { post: edit if Post::is_author; log: read; }
    role admin: user { post: edit, remove; }
}

pub struct Post;

impl Post {
    fn is_author(&self, _: &Caller) -> bool {
        false
    }
}

pub struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

impl Target<App> for Post {
    type Key = u32;

    async fn load(_: u32, _: &()) -> secure_action::Result<Option<Self>> {
        Ok(Some(Self))
    }
}
