include!("../posts.rs");

#[derive(serde::Serialize, schemars::JsonSchema)]
struct Account {
    name: String,
    #[visible(permission = "log:read")]
    email: String,
}

fn main() {}
