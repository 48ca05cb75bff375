//! Posts: publishing, searching, removing.

use axum::extract::FromRef;
use garde::Validate;
use schemars::JsonSchema;
use secure_action::{
    ActionError, Authorized, Caller, Created, Decided, Input, Json, NoContent, Pending, Query, Result, Scope, State, Target,
    action, sanitize,
};
use serde::{Deserialize, Serialize};
use sqlx::SqlitePool;

use crate::app::permission::post::{Edit, Read, ReadCondition, Remove};
use crate::app::{App, AppState};

/// A post.
#[derive(Debug, Serialize, JsonSchema, sqlx::FromRow)]
pub struct Post {
    id: i64,
    author: String,
    title: String,
    body: String,
    /// Whether it is still for its author's eyes.
    draft: bool,
}

impl Post {
    /// Whether everybody may read it.
    #[must_use]
    pub fn is_published(&self, _: &Caller) -> bool {
        !self.draft
    }

    /// Whether the caller wrote it.
    #[must_use]
    pub fn is_author(&self, caller: &Caller) -> bool {
        self.author == caller.id()
    }
}

impl Target<App> for Post {
    type Key = i64;

    async fn load(id: i64, state: &AppState) -> Result<Option<Self>> {
        let post = sqlx::query_as("SELECT id, author, title, body, draft FROM posts WHERE id = ?").bind(id);
        Ok(post.fetch_optional(&SqlitePool::from_ref(state)).await?)
    }

    /// Whoever can read a post learns that it may not touch it, and not that there is none.
    fn visible_to(&self, caller: &Caller) -> bool {
        Decided::<Read>::decided(self, caller)
    }
}

/// A new post. Its author is the caller, whatever the client says.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewPost {
    #[serde(with = "sanitize::Trimmed")]
    #[garde(length(chars, min = 1, max = 200))]
    title: String,
    #[garde(length(chars, min = 1, max = 10_000))]
    body: String,
    #[serde(default)]
    #[garde(skip)]
    draft: bool,
}

/// Publishes a post.
#[action(post = "/posts", permission = "post:publish", rate_limit("10/1m", skip = "admin"), tag = "posts")]
pub async fn publish_post(caller: Caller, State(database): State<SqlitePool>, input: Input<NewPost>) -> Result<Created<Post>> {
    let post: Post = sqlx::query_as(
        "INSERT INTO posts (author, title, body, draft) VALUES (?, ?, ?, ?) RETURNING id, author, title, body, draft",
    )
    .bind(caller.id())
    .bind(&input.title)
    .bind(&input.body)
    .bind(input.draft)
    .fetch_one(&database)
    .await?;
    Ok(Created::new(post))
}

/// What to search for, and which page of it.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Search {
    #[serde(default, with = "sanitize::Trimmed")]
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
///
/// Finds what the caller may read one by one: the policy's conditions are the query's.
#[action(get = "/posts", permission = "post:read", rate_limit("60/1m", burst = 20), tag = "posts")]
pub async fn search_posts(
    pending: Pending<Read>,
    State(database): State<SqlitePool>,
    Query(search): Query<Search>,
) -> Result<Json<Page>> {
    let scope = pending.scope();
    let within = |condition| match &scope {
        Scope::All => true,
        Scope::Any(conditions) => conditions.contains(&condition),
        Scope::None => false,
    };
    // One row more than asked for tells whether there is another page.
    let mut posts: Vec<Post> = sqlx::query_as(
        r"SELECT id, author, title, body, draft FROM posts
          WHERE (title LIKE ?1 ESCAPE '\' OR body LIKE ?1 ESCAPE '\')
            AND (?4 OR (?5 AND NOT draft) OR (?6 AND author = ?7))
          ORDER BY id DESC LIMIT ?2 OFFSET ?3",
    )
    .bind(containing(&search.text))
    .bind(search.size + 1)
    .bind(search.page * search.size)
    .bind(scope == Scope::All)
    .bind(within(ReadCondition::IsPublished))
    .bind(within(ReadCondition::IsAuthor))
    .bind(pending.caller().id())
    .fetch_all(&database)
    .await?;
    let more = posts.len() > search.size as usize;
    posts.truncate(search.size as usize);
    Ok(Json(Page { posts, page: search.page, more }))
}

/// Shows a post.
#[action(get = "/posts/{id}", permission = "post:read", tag = "posts")]
pub async fn read_post(post: Authorized<Read>) -> Result<Json<Post>> {
    Ok(Json(post.into_inner()))
}

/// Changes a post, which only its author may.
#[action(patch = "/posts/{id}", permission = "post:edit", tag = "posts")]
pub async fn edit_post(
    post: Authorized<Edit>,
    State(database): State<SqlitePool>,
    input: Input<NewPost>,
) -> Result<Json<Post>> {
    let changed = sqlx::query_as(
        "UPDATE posts SET title = ?, body = ?, draft = ? WHERE id = ? AND author = ? AND draft = ?
         RETURNING id, author, title, body, draft",
    )
    .bind(&input.title)
    .bind(&input.body)
    .bind(input.draft)
    // The post as it was when the policy decided: if it is another's by now, it is not written.
    .bind(post.id)
    .bind(&post.author)
    .bind(post.draft)
    .fetch_optional(&database)
    .await?;
    Ok(Json(changed.ok_or_else(changed_meanwhile)?))
}

/// The post is not what the policy has decided about any more.
fn changed_meanwhile() -> ActionError {
    ActionError::conflict("the post has changed meanwhile")
}

/// The `LIKE` pattern for a text in which `%` and `_` stand for themselves.
fn containing(text: &str) -> String {
    let escaped = text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    format!("%{escaped}%")
}

/// Removes a post: one's own, or as a moderator any.
#[action(delete = "/posts/{id}", permission = "post:remove", tag = "posts")]
pub async fn remove_post(post: Authorized<Remove>, State(database): State<SqlitePool>) -> Result<NoContent> {
    remove(&database, post).await?;
    Ok(NoContent)
}

/// Whoever calls this has the proof that it may, for the post as it was loaded.
async fn remove(database: &SqlitePool, post: Authorized<Remove>) -> Result<()> {
    let removed = sqlx::query("DELETE FROM posts WHERE id = ? AND author = ? AND draft = ?")
        .bind(post.id)
        .bind(&post.author)
        .bind(post.draft)
        .execute(database)
        .await?;
    if removed.rows_affected() == 0 { Err(changed_meanwhile()) } else { Ok(()) }
}
