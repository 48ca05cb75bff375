//! How often a target is loaded: once for a decision about it, and never where there is nothing to decide.

use serde_json::json;

use super::Blogging;

/// The statuses and loads of asking for a post by its key in the path, and by its key in the input.
async fn loads(blog: &Blogging, caller: &str, roles: &[&str], key: u32) -> [(u16, usize); 2] {
    let path = format!("/posts/{key}");
    let by_path = blog.ask("PATCH", &path, caller, roles, None).await.status.as_u16();
    let by_path = (by_path, blog.loads());
    let by_input = blog.ask("POST", "/moves", caller, roles, Some(json!({ "post": key }))).await.status.as_u16();
    [by_path, (by_input, blog.loads())]
}

#[tokio::test]
async fn a_target_is_loaded_once_whatever_is_decided_about_it() {
    let blog = Blogging::new();
    for (caller, roles, key, status) in [
        ("uma", ["author"].as_slice(), 1, 200),
        // Two roles, and two conditions to look at.
        ("uma", &["author", "moderator"], 2, 200),
        ("eve", &["admin"], 4, 200),
        ("eve", &["author"], 1, 403),
        ("eve", &["author"], 2, 404),
        ("eve", &["author"], 99, 404),
    ] {
        assert_eq!(loads(&blog, caller, roles, key).await, [(status, 1); 2], "{caller} as {roles:?} asks for {key}");
    }
}

#[tokio::test]
async fn nothing_is_loaded_for_whom_no_target_could_admit() {
    let blog = Blogging::new();
    assert_eq!(loads(&blog, "uma", &["reader"], 1).await, [(403, 0); 2]);
    blog.ask("PATCH", "/posts/x", "uma", &["author"], None).await.is_problem(422, "VALIDATION_ERROR");
    let invalid = blog.ask("POST", "/moves", "uma", &["author"], Some(json!({ "post": "x" }))).await;
    invalid.is_problem(422, "VALIDATION_ERROR");
    assert_eq!(blog.loads(), 0, "without a key");
}
