include!("../app.rs");

use secure_action::{NoContent, Path, Result, action, actions};

#[action(get = "/users/{id}", auth)]
async fn first(_: Path<u32>) -> Result<NoContent> {
    Ok(NoContent)
}

#[action(get = "/users/{name}", auth)]
async fn second(_: Path<String>) -> Result<NoContent> {
    Ok(NoContent)
}

fn main() {
    let _ = actions![
        #[cfg(any())]
        never,
        first,
        #[cfg(all())]
        second,
    ];
}
