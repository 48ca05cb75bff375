//! Stage 7: a body byte for byte, as `RawBody`.

use std::convert::Infallible;
use std::sync::atomic::Ordering;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Action, BodyPlan, Json, NoContent, Query, RawBody, Result, action, actions};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::order::counted;
use crate::world::{App, World, call};

#[derive(Serialize, JsonSchema)]
struct Seen {
    size: usize,
    first: Option<u8>,
    media_type: Option<String>,
}

#[action(app = App, put = "/picture", permission = "note:write", body_limit = "1KB")]
async fn put_picture(body: RawBody) -> Result<Json<Seen>> {
    let media_type = body.media_type().map(str::to_owned);
    Ok(Json(Seen { size: body.len(), first: body.first().copied(), media_type }))
}

#[derive(Deserialize, JsonSchema, Validate)]
struct Name {
    #[garde(length(min = 1))]
    name: String,
}

#[action(app = App, post = "/files", public, body_limit = "1MB")]
async fn add_file(Query(query): Query<Name>, body: RawBody) -> Result<NoContent> {
    let _ = (query.name, body.into_bytes());
    Ok(NoContent)
}

#[tokio::test]
async fn bytes_of_any_type_and_of_none() {
    let world = World::new();
    let router = world.router(actions![put_picture]);
    let token = world.token("wim", &["writer"]);
    let put = || call("PUT", "/picture").token(&token);
    for (call, seen) in [
        (put(), json!({ "size": 0, "first": null, "media_type": null })),
        (put().body("image/png", vec![0x89, 0, 0xff]), json!({ "size": 3, "first": 0x89, "media_type": "image/png" })),
        (put().body("application/json", "{not json"), json!({ "size": 9, "first": 123, "media_type": "application/json" })),
        (
            put().body("text/csv; charset=latin1", "a"),
            json!({ "size": 1, "first": 97, "media_type": "text/csv; charset=latin1" }),
        ),
        (put().header("content-encoding", "identity"), json!({ "size": 0, "first": null, "media_type": null })),
        (put().body("image/png", vec![7; 1024]), json!({ "size": 1024, "first": 7, "media_type": "image/png" })),
    ] {
        let answer = call.send(&router).await;
        assert_eq!((answer.status.as_u16(), answer.json()), (200, seen), "{answer:?}");
    }
    for (call, status, code) in [
        (put().body("image/png", vec![7; 1025]), 413, "PAYLOAD_TOO_LARGE"),
        (put().header("content-length", "1025"), 413, "PAYLOAD_TOO_LARGE"),
        (put().body("image/png", "x").header("content-encoding", "gzip"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        (put().body("image/png", "x").header("content-type", "text/html"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        (put().body("image", "x"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        (put().body("", "x"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        (put().header("content-type", b"image/\xff".to_vec()), 415, "UNSUPPORTED_MEDIA_TYPE"),
    ] {
        call.send(&router).await.is_problem(status, code);
    }
}

#[tokio::test]
async fn pieces_are_put_together_up_to_the_limit() {
    let world = World::new();
    let router = world.router(actions![put_picture]);
    let token = world.token("wim", &["writer"]);
    for (pieces, status) in [(0, 200), (4, 200), (5, 413)] {
        let pieces = stream::iter((0..pieces).map(|_| Ok::<_, Infallible>(Bytes::from_static(&[7; 256]))));
        let call = call("PUT", "/picture").token(&token).body("image/png", Body::from_stream(pieces));
        assert_eq!(call.send(&router).await.status, status);
    }
}

#[tokio::test]
async fn not_a_byte_is_read_before_the_caller_may_call() {
    let world = World::new();
    let router = world.router(actions![put_picture]);
    let reader = world.token("rita", &["reader"]);
    let writer = world.token("wim", &["writer"]);
    for (token, media_type, status, bytes) in [
        (None, "image/png", 401, 0),
        (Some(&reader), "image/png", 403, 0),
        (Some(&reader), "image", 403, 0),
        (Some(&writer), "image", 415, 0),
        (Some(&writer), "image/png", 200, 5),
    ] {
        let (body, read) = counted("hello");
        let call = call("PUT", "/picture").body(media_type, body);
        let call = match token {
            Some(token) => call.token(token),
            None => call,
        };
        let answer = call.send(&router).await;
        assert_eq!((answer.status.as_u16(), read.load(Ordering::SeqCst)), (status, bytes), "{answer:?}");
    }
}

#[tokio::test]
async fn the_trail_keeps_size_and_digest_and_no_byte() {
    let world = World::new();
    let router = world.router(actions![add_file]);
    let post = |body: Vec<u8>| call("POST", "/files?name=a").body("text/plain", body).send(&router);
    assert_eq!(post(b"password=s3cret".to_vec()).await.status, 204);
    // FIPS 180-2, appendix B.3: also what is digested apart from other requests.
    assert_eq!(post(vec![b'a'; 1_000_000]).await.status, 204);
    assert_eq!(call("POST", "/files?name=a").send(&router).await.status, 204);
    let long = format!("text/{}", "x".repeat(5000));
    assert_eq!(call("POST", "/files?name=a").header("content-type", long).send(&router).await.status, 204);
    post(vec![b'a'; 1_048_577]).await.is_problem(413, "PAYLOAD_TOO_LARGE");
    let events = world.events().await;
    assert_eq!(events[0]["input"]["size"], 15, "{:#}", events[0]);
    assert_eq!(events[0]["input"]["sha256"].as_str().map(str::len), Some(64));
    assert!(!events[0].to_string().contains("s3cret"));
    let million = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
    assert_eq!(events[1]["input"], json!({ "size": 1_000_000, "sha256": million, "media_type": "text/plain" }));
    // Of nothing, NIST's example.
    let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(events[2]["input"], json!({ "size": 0, "sha256": nothing }));
    assert!(events[3].to_string().len() < 1500 && events[3].to_string().contains("[TRUNCATED]"), "{:#}", events[3]);
    assert!(events[4]["input"].is_null(), "what was refused is not kept");
}

#[tokio::test]
async fn the_document_says_what_the_wire_does() {
    let world = World::new();
    let router = world.documented_router(world.security(), actions![put_picture, add_file]);
    let document = call("GET", "/openapi.json").token(&world.token("root", &["admin"])).send(&router).await.json();
    let operation = &document["paths"]["/picture"]["put"];
    let schema = json!({ "schema": { "type": "string", "format": "binary" } });
    let expected = json!({ "required": false, "content": { "application/octet-stream": schema, "*/*": schema } });
    assert_eq!(operation["requestBody"], expected, "{operation:#}");
    let statuses = |operation: &serde_json::Value| -> Vec<String> {
        operation["responses"].as_object().expect("responses").keys().cloned().collect()
    };
    // Nothing of it is validated.
    let of = statuses(operation);
    assert!(!of.contains(&"422".to_owned()), "{of:?}");
    for status in ["400", "401", "403", "408", "413", "415", "429"] {
        assert!(of.iter().any(|documented| documented == status), "{status}: {of:?}");
    }
    // What stands beside it still is.
    assert!(statuses(&document["paths"]["/files"]["post"]).contains(&"422".to_owned()));
    let answer = call("POST", "/files?name=").body("image/png", "x").send(&router).await;
    answer.is_problem(422, "VALIDATION_ERROR");
    assert_eq!(<put_picture as Action>::SPEC.body_plan(), BodyPlan::Raw);
}
