include!("../posts.rs");

use secure_action::Authorized;

fn forge(post: Post) -> Authorized<permission::post::Edit> {
    Authorized { target: post, permission: std::marker::PhantomData }
}

fn main() {}
