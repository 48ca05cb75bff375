include!("../posts.rs");

use secure_action::{Authorized, NoContent, Path, Result, action};

#[action(patch = "/blogs/{blog}/posts/{id}", permission = "post:edit")]
async fn subject(_: Path<(u32, u32)>, _: Authorized<permission::post::Edit>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = secure_action::actions![subject];
}
