include!("../posts.rs");

use secure_action::{Authorized, NoContent, Permit, Result, action};

#[action(patch = "/posts/{id}", permission = "post:edit")]
async fn subject(_: Authorized<permission::post::Edit>, _: Permit<permission::post::Edit>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = secure_action::actions![subject];
}
