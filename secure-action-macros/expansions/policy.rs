//! A policy with inheritance and conditions.

use secure_action::policy;

use crate::Post;

policy! {
    resource post: Post;
    resource user;

    role member {
        post: publish, read if Post::is_published, read if Post::is_author, edit if Post::is_author;
    }
    role moderator: member {
        post: read;
        user: contact;
    }
    role admin: moderator {
        user: delete;
    }
}
