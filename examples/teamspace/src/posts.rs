//! Posts: publishing, searching, removing.

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{
    ActionError, AuditNote, Caller, Created, Input, Json, NoContent, Path, Query, Result, State, action, sanitize,
};
use serde::{Deserialize, Serialize};
use sqlx::SqlitePool;

/// A post.
#[derive(Debug, Serialize, JsonSchema, sqlx::FromRow)]
pub struct Post {
    id: i64,
    author: String,
    title: String,
    body: String,
}

/// A new post. Its author is the caller, whatever the client says.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewPost {
    #[serde(deserialize_with = "sanitize::trim")]
    #[garde(length(chars, min = 1, max = 200))]
    title: String,
    #[serde(deserialize_with = "sanitize::trim")]
    #[garde(length(chars, min = 1, max = 10_000))]
    body: String,
}

/// Publishes a post.
#[action(post = "/posts", permission = "post:publish", rate_limit("10/1m", skip = "admin"), tag = "posts")]
pub async fn publish_post(caller: Caller, State(database): State<SqlitePool>, input: Input<NewPost>) -> Result<Created<Post>> {
    let post: Post =
        sqlx::query_as("INSERT INTO posts (author, title, body) VALUES (?, ?, ?) RETURNING id, author, title, body")
            .bind(caller.id())
            .bind(&input.title)
            .bind(&input.body)
            .fetch_one(&database)
            .await?;
    Ok(Created::new(post))
}

/// What to search for, and which page of it.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Search {
    #[serde(default, deserialize_with = "sanitize::trim")]
    #[garde(length(chars, max = 100))]
    text: String,
    #[serde(default)]
    #[garde(range(max = 10_000))]
    page: u32,
    #[serde(default = "default_size")]
    #[garde(range(min = 1, max = 50))]
    size: u32,
}

const fn default_size() -> u32 {
    20
}

/// One page of posts.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Page {
    posts: Vec<Post>,
    page: u32,
    /// Whether there is another page.
    more: bool,
}

/// Searches posts by a text in their title or body, newest first.
#[action(get = "/posts", permission = "post:search", rate_limit("60/1m", burst = 20), tag = "posts")]
pub async fn search_posts(State(database): State<SqlitePool>, Query(search): Query<Search>) -> Result<Json<Page>> {
    // One row more than asked for tells whether there is another page.
    let mut posts: Vec<Post> = sqlx::query_as(
        r"SELECT id, author, title, body FROM posts
          WHERE title LIKE ?1 ESCAPE '\' OR body LIKE ?1 ESCAPE '\'
          ORDER BY id DESC LIMIT ?2 OFFSET ?3",
    )
    .bind(containing(&search.text))
    .bind(search.size + 1)
    .bind(search.page * search.size)
    .fetch_all(&database)
    .await?;
    let more = posts.len() > search.size as usize;
    posts.truncate(search.size as usize);
    Ok(Json(Page { posts, page: search.page, more }))
}

/// The `LIKE` pattern for a text in which `%` and `_` stand for themselves.
fn containing(text: &str) -> String {
    let escaped = text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    format!("%{escaped}%")
}

/// Removes a post.
#[action(delete = "/posts/{id}", permission = "post:remove", tag = "posts")]
pub async fn remove_post(Path(id): Path<i64>, State(database): State<SqlitePool>, note: AuditNote) -> Result<NoContent> {
    note.resource("post", id);
    let removed = sqlx::query("DELETE FROM posts WHERE id = ?").bind(id).execute(&database).await?;
    if removed.rows_affected() == 0 {
        return Err(ActionError::not_found("no such post"));
    }
    Ok(NoContent)
}
