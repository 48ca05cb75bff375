//! `by("ip", "input.email")`: several keys together are one.

use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Input, NoContent, Result, action, actions};
use serde::Deserialize;
use serde_json::json;

use crate::documents::Document;
use crate::world::{App, World, call};

#[derive(Deserialize, JsonSchema, Validate)]
struct Login {
    #[garde(length(chars, max = 254))]
    email: String,
    #[garde(length(chars, max = 20))]
    site: String,
}

#[action(app = App, post = "/login", public, rate_limit("2/1h", by("ip", "input.email", "input.site")))]
async fn login(_: Input<Login>) -> Result<NoContent> {
    Ok(NoContent)
}

#[tokio::test]
async fn each_combination_has_a_bucket_of_its_own() {
    let world = World::new();
    let router = world.documented_router(world.security(), actions![login]);
    let login = |from: &'static str, email: &str, site: &str| {
        call("POST", "/login").from(from).json(&json!({ "email": email, "site": site })).send(&router)
    };
    for email in ["a@example.com", " A@Example.com"] {
        assert_eq!(login("192.0.2.1", email, "x").await.status, 204);
    }
    let refused = login("192.0.2.1", "a@example.com", "x").await;
    let name = "ip+input.email+input.site";
    assert_eq!(refused.is_problem(429, "RATE_LIMITED")["violated-policies"], json!([name]));
    assert_eq!(refused.header("ratelimit-policy"), Some(format!("\"{name}\";q=2;w=3600, \"ip\";q=100;w=60").as_str()));
    // An attacker's failures do not lock the account out for its owner.
    assert_eq!(login("192.0.2.2", "a@example.com", "x").await.status, 204);
    assert_eq!(login("192.0.2.1", "b@example.com", "x").await.status, 204);
    // The parts do not run into each other.
    assert_eq!(login("192.0.2.1", "x", "a@example.com").await.status, 204);
    let document = Document::fetch(&router).await.0;
    let operation = &document["paths"]["/login"]["post"];
    assert_eq!(operation["x-rate-limits"][0], json!({ "quota": 2, "window": 3600, "by": name }));
    let text = operation["description"].as_str().expect("a text");
    assert!(text.contains("At most 2 requests in any hour for each combination of address, `email`, `site`."), "{text}");
}
