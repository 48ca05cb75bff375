use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Application, Authorized, Caller, Input, NoContent, Result, Target, action, policy};
use serde::Deserialize;

policy! {
    resource post: Post;
    role user { post: edit if Post::is_author; }
}

#[derive(Clone, Deserialize, JsonSchema)]
pub struct PostId(u32);

pub struct Post(PostId);

impl Post {
    fn is_author(&self, _: &Caller) -> bool {
        self.0.0 == 1
    }
}

pub struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}

impl Target<App> for Post {
    type Key = PostId;

    async fn load(id: PostId, _: &()) -> Result<Option<Self>> {
        Ok(Some(Self(id)))
    }
}

#[derive(Deserialize, JsonSchema, Validate)]
struct Edit {
    #[garde(skip)]
    post: PostId,
}

#[action(post = "/edits", permission = "post:edit", target = "input.post")]
async fn subject(input: Input<Edit>, _: Authorized<permission::post::Edit>) -> Result<NoContent> {
    let _ = &input.post;
    Ok(NoContent)
}

fn main() {
    let _ = secure_action::actions![subject];
}
