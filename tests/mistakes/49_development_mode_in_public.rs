//! Development mode, which puts internal errors into answers, goes into production.
//!
//! Class: API8:2023, CWE-489
//! Caught: at start-up
//! Because: refusing to serve development mode on a public address

#[path = "shared/shop.rs"]
mod shop;

use std::io;

use axum::Router;
use secure_action::audit::TracingSink;
use secure_action::{Actions, Development, Json, Result, Security, State, action, actions};
use shop::{App, Database};
use tokio::net::TcpListener;

/// Counts the orders of today.
#[action(get = "/orders/count", public)]
async fn count_orders(State(database): State<Database>) -> Result<Json<usize>> {
    Ok(Json(database.orders().await?.len()))
}

fn app() -> Router {
    let security = Security::<App>::builder().audit(TracingSink::new()).development(Development::local()).build().expect("a sound configuration");
    Actions::new(security, Database::new()).mount(actions![count_orders]).into_router().expect("sound actions")
}

async fn start() -> io::Result<()> {
    let listener = TcpListener::bind("0.0.0.0:0").await?;
    secure_action::serve(listener, app()).await
}

#[tokio::main]
async fn main() {
    let refused = start().await.expect_err("a public address is refused").to_string();
    assert!(refused.contains("refusing to serve development mode on the public address"), "{refused}");
}
