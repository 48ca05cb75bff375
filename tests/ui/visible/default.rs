include!("../posts.rs");

use secure_action::Visible;

#[derive(Visible, serde::Deserialize)]
struct Settings {
    #[serde(default)]
    theme: String,
    #[visible(permission = "log:read")]
    quota: u32,
}

fn main() {}
