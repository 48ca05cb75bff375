//! Credentials that are malformed, forged, or not credentials at all.

use proptest::prelude::*;
use secure_action::{Caller, Input, Json, Query, Result, action, actions};
use serde::Deserialize;
use serde_json::{Value, json};

use super::target::{ECHO, Target};
use crate::world::{App, World, call};

/// Values of `Authorization` that hold no token.
fn malformed() -> Vec<Vec<u8>> {
    let texts = [
        "",
        " ",
        "Bearer",
        "Bearer ",
        "Bearer  a.b.c",
        "Bearer\ta.b.c",
        "Bearer a.b.c ",
        "Bearer a b",
        "Bearer a,b",
        "bearer=a",
        "Bearer:a.b.c",
        "Bearer \"a.b.c\"",
        "Bearer a.b.c, Bearer d.e.f",
        "Bearer .",
        "Bearer ..",
        "Bearer ...",
        "Bearer =",
        "Bearer eyJ.eyJ.",
        "Bearer null",
        "Bearer %00",
        "Basic",
        "Basic Og==",
        "Basic !!!",
        "Digest username=\"a\"",
        "Negotiate a",
        "Token a.b.c",
        "a.b.c",
        "\u{e9}",
        "Bearer \u{e9}.\u{e9}.\u{e9}",
        ECHO,
    ];
    let mut values: Vec<_> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    values.push(b"Bearer \xff\xfe".to_vec());
    values.push([b"Bearer ".as_slice(), ECHO.as_bytes()].concat());
    values.push([b"Bearer ".as_slice(), &b"a".repeat(200_000)].concat());
    values.push([b"Bearer ".as_slice(), &b".".repeat(50_000)].concat());
    values
}

#[tokio::test]
async fn trap_28_a_malformed_authorization_gets_an_answer() {
    let target = Target::new().await;
    for value in malformed() {
        for (method, path) in [("GET", "/feed"), ("DELETE", "/users/7"), ("PUT", "/notes/1/a?q=x")] {
            let answer = target.attack(call(method, path).header("authorization", value.clone())).await;
            let about = String::from_utf8_lossy(&value[..value.len().min(80)]).into_owned();
            match answer.status.as_u16() {
                // Another scheme is no credential of ours.
                200 => {
                    assert!(path == "/feed" && answer.body == "false" && !value.starts_with(b"Bearer "), "{about}: {answer:?}");
                }
                400 => assert_eq!(answer.header("www-authenticate"), Some("Bearer error=\"invalid_request\""), "{about}"),
                401 => assert!(answer.header("www-authenticate").is_some_and(|text| text.starts_with("Bearer")), "{about}"),
                _ => panic!("{about}: {answer:?}"),
            }
        }
    }
}

#[tokio::test]
async fn two_credentials_are_none() {
    let target = Target::new().await;
    let good = format!("Bearer {}", target.admin());
    for other in [good.as_str(), "Basic Og==", "", "Bearer a.b.c", "\u{e9}"] {
        for values in [[good.as_str(), other], [other, good.as_str()]] {
            let call = values.iter().fold(call("DELETE", "/users/7"), |call, value| call.header("authorization", *value));
            target.attack(call).await.is_problem(400, "MALFORMED_INPUT");
        }
    }
    let joined = format!("{good}, {good}");
    target.attack(call("DELETE", "/users/7").header("authorization", joined)).await.is_problem(400, "MALFORMED_INPUT");
}

#[tokio::test]
async fn a_token_in_another_place_is_none() {
    let target = Target::new().await;
    let token = target.admin();
    for call in [
        call("DELETE", format!("/users/7?access_token={token}")),
        call("DELETE", "/users/7").header("cookie", format!("token={token}; Authorization=Bearer {token}")),
        call("DELETE", "/users/7").header("x-authorization", format!("Bearer {token}")),
        call("DELETE", "/users/7").header("proxy-authorization", format!("Bearer {token}")),
        call("DELETE", "/users/7").body("application/x-www-form-urlencoded", format!("access_token={token}")),
    ] {
        target.attack(call).await.is_problem(401, "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn a_token_with_any_byte_changed_is_refused() {
    let target = Target::new().await;
    let token = target.admin();
    for at in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        // Another letter of the alphabet, in its upper bits: the last letter of a part has spare lower ones.
        bytes[at] = if bytes[at] == b'Z' { b'1' } else { b'Z' };
        let changed = String::from_utf8(bytes).expect("ASCII");
        target.attack(call("DELETE", "/users/7").token(&changed)).await.is_problem(401, "UNAUTHENTICATED");
        let cut = target.attack(call("DELETE", "/users/7").token(&token[..at])).await;
        assert!(matches!(cut.status.as_u16(), 400 | 401), "{cut:?}");
    }
    assert_eq!(target.attack(call("DELETE", "/users/7").token(&token)).await.status, 204);
}

#[derive(Deserialize, schemars::JsonSchema, garde::Validate)]
struct Profile {
    #[garde(length(max = 20))]
    name: String,
}

/// Tells which roles the service sees.
#[action(app = App, post = "/profile", auth)]
async fn change_profile(caller: Caller, Query(query): Query<Nothing>, input: Input<Profile>) -> Result<Json<Value>> {
    let Nothing {} = query;
    let claimed: Option<Value> = caller.claims();
    let admin = caller.has_role(crate::world::Role::Admin);
    Ok(Json(json!({ "id": caller.id(), "admin": admin, "named": input.name.len(), "claimed": claimed.is_some() })))
}

#[derive(Deserialize, schemars::JsonSchema, garde::Validate)]
struct Nothing {}

#[tokio::test]
async fn trap_09_nothing_a_client_sends_becomes_a_role() {
    let world = World::new();
    let router = world.router(actions![change_profile]);
    let token = world.token("rita", &["reader"]);
    let profile = || call("POST", "/profile").token(&token);
    // In the body or the query, it is an unknown field, even beside everything that is right.
    for update in [
        json!({ "name": "x", "role": "admin" }),
        json!({ "name": "x", "roles": ["admin"] }),
        json!({ "name": "x", "caller": { "roles": ["admin"] } }),
        json!({ "name": "x", "session": { "user": { "roles": ["admin"] } } }),
        json!({ "name": "x", "__proto__": { "roles": ["admin"] } }),
        json!({ "name": "x", "sub": "ada", "identity": {} }),
    ] {
        profile().json(&update).send(&router).await.is_problem(422, "VALIDATION_ERROR");
    }
    for query in ["role=admin", "roles=admin", "roles[]=admin", "caller.roles=admin", "sub=ada"] {
        let call = call("POST", format!("/profile?{query}")).token(&token).json(&json!({ "name": "x" }));
        call.send(&router).await.is_problem(422, "VALIDATION_ERROR");
    }
    // In a header, it is nothing at all.
    let mut headed = profile().json(&json!({ "name": "x" }));
    for name in ["x-role", "x-roles", "x-user", "x-forwarded-user", "remote-user", "x-http-method-override", "cookie"] {
        headed = headed.header(name, "admin");
    }
    let answer = headed.send(&router).await;
    assert_eq!(answer.json(), json!({ "id": "rita", "admin": false, "named": 1, "claimed": true }));
    // In the token, only what was signed counts: the payload cannot be exchanged, nor the signature left out.
    let admin = world.token("rita", &["admin"]);
    let (mine, theirs): (Vec<_>, Vec<_>) = (token.split('.').collect(), admin.split('.').collect());
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    for forged in [
        format!("{}.{}.{}", mine[0], theirs[1], mine[2]),
        format!("{}.{}.", mine[0], theirs[1]),
        format!("{none}.{}.", theirs[1]),
        format!("{none}.{}.{}", theirs[1], mine[2]),
    ] {
        let call = call("POST", "/profile").token(&forged).json(&json!({ "name": "x" }));
        call.send(&router).await.is_problem(401, "UNAUTHENTICATED");
    }
}

proptest! {
    #[test]
    fn trap_28_every_authorization_and_cookie_gets_an_answer(
        scheme in prop::sample::select(vec!["", "Bearer ", "bearer ", "Basic ", "Bearer eyJ"]),
        value in prop::collection::vec(prop_oneof![32_u8..127, 128_u8..=255], 0..80),
        cookie in prop::collection::vec(prop_oneof![32_u8..127, 128_u8..=255], 0..80),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(async {
            let target = Target::new().await;
            let value = [scheme.as_bytes(), value.as_slice()].concat();
            for (method, path) in [("GET", "/feed"), ("DELETE", "/users/7")] {
                let call = call(method, path).header("authorization", value.clone()).header("cookie", cookie.clone());
                let answer = target.attack(call).await;
                assert!(matches!(answer.status.as_u16(), 200 | 400 | 401), "{answer:?}");
            }
        });
    }
}
