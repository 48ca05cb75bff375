include!("../posts.rs");

use secure_action::Authorized;

fn twice(post: Authorized<permission::post::Edit>) -> [Authorized<permission::post::Edit>; 2] {
    [post.clone(), post]
}

fn main() {}
