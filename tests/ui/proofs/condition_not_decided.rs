include!("../posts.rs");

use secure_action::{NoContent, Path, Result, action};

#[action(patch = "/posts/{id}", permission = "post:edit")]
async fn subject(_: Path<u32>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = secure_action::actions![subject];
}
