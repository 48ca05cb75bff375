//! The page is put together as text, and a name with `<script>` in it is part of the page.
//!
//! Class: API8:2023, CWE-79
//! Caught: by the compiler

#[path = "shared/shop.rs"]
mod shop;

use secure_action::{Path, Result, action, actions};
use shop::App;

/// Greets somebody.
#[action(get = "/hello/{name}", public)]
async fn greet(Path(name): Path<String>) -> Result<String> {
    Ok(format!("<h1>Hello, {name}!</h1>"))
}

fn main() {
    shop::open(actions![greet]);
}
