include!("../posts.rs");

use secure_action::{NoContent, Path, Pending, Result, action};

#[action(patch = "/posts/{id}", permission = "post:edit")]
async fn subject(_: Path<u32>, _: Pending<permission::post::Edit>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = secure_action::actions![subject];
}
