include!("../app.rs");

use secure_action::{action, actions};

type Result<T> = std::result::Result<T, std::io::Error>;

#[action(public)]
async fn subject() -> Result<()> {
    Ok(())
}

fn main() {
    let _ = actions![subject];
}
