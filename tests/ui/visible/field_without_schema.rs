include!("../app.rs");

use secure_action::Visible;

#[derive(serde::Serialize)]
struct Photo;

#[derive(serde::Serialize, schemars::JsonSchema)]
struct Address;

#[derive(Visible)]
struct Member {
    photo: Photo,
    #[visible(permission = "user:delete")]
    address: Address,
}

fn main() {
    let _ = Member { photo: Photo, address: Address };
}
