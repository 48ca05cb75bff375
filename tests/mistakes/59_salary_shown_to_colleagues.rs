//! The whole record is the answer, and its salary is for the payroll only.
//!
//! Class: API3:2023, CWE-213
//! Caught: not caught
//! Because: nobody has said that the salary is not for everybody; `#[derive(Visible)]` with `#[visible(permission = "salary:read")]` on the field says it

#[path = "shared/shop.rs"]
mod shop;

#[path = "shared/wire.rs"]
mod wire;

use schemars::JsonSchema;
use secure_action::{Json, Path, Result, action, actions};
use serde::Serialize;
use shop::App;

#[derive(Serialize, JsonSchema)]
struct Colleague {
    name: String,
    telephone: u32,
    salary: u32,
}

/// Looks up a colleague's telephone number.
#[action(get = "/colleagues/{name}", role("clerk", "accountant"))]
async fn look_up(Path(name): Path<String>) -> Result<Json<Colleague>> {
    Ok(Json(Colleague { name, telephone: 4711, salary: 48_000 }))
}

#[tokio::main]
async fn main() {
    let shop = shop::open(actions![look_up]);
    let answer = wire::get(&shop, "/colleagues/ada", Some(&wire::token("eve", "clerk"))).await;
    answer.is_allowed();
    assert_eq!(answer.body["salary"], 48_000, "{answer:?}");
}
