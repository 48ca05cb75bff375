include!("../posts.rs");

use secure_action::Authorized;

async fn remove(_: Authorized<permission::post::Remove>) {}

async fn elsewhere(post: Post) {
    remove(post).await;
}

fn main() {}
