use secure_action::{Application, Authorized, Caller, NoContent, Result, action, policy};

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

#[action(patch = "/posts/{id}", permission = "post:edit")]
async fn subject(_: Authorized<permission::post::Edit>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = secure_action::actions![subject];
}
