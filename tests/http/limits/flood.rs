//! What one address can take of the limiter's memory.

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Input, NoContent, Result, action, actions};
use serde::Deserialize;
use serde_json::json;

use crate::world::{App, World, call};

#[derive(Deserialize, JsonSchema, Validate)]
struct Invitation {
    #[garde(length(chars, max = 254))]
    email: String,
}

/// The limit by address is far too wide, so that nothing but the bound on the memory holds.
#[action(app = App, post = "/invite", public, rate_limit = "1000000/1m", rate_limit("5/15m", by = "input.email"))]
async fn invite(input: Input<Invitation>) -> Result<NoContent> {
    let _ = &input.email;
    Ok(NoContent)
}

#[tokio::test]
async fn trap_33_one_address_cannot_fill_the_table() {
    let world = World::new();
    // Wide enough that the keys of the newcomers alone practically never meet eleven at a time in one set of fourteen.
    let router = world.router_with(world.security().rate_limit_keys(2_800), actions![invite]);
    let invite = |from: String, email: String| {
        let request = call("POST", "/invite").json(&json!({ "email": email }));
        let router = router.clone();
        async move { request.from(&from).send(&router).await.status.as_u16() }
    };
    for number in 0..2_600 {
        for _ in 0..3 {
            invite("203.0.113.9".to_owned(), format!("flood-{number}@example.com")).await;
        }
    }
    let mut refused = 0;
    for number in 0..200 {
        let from = format!("198.51.100.{number}");
        refused += usize::from(invite(from, format!("new-{number}@example.com")).await != 204);
    }
    assert_eq!(refused, 0, "of 200 newcomers");
}
