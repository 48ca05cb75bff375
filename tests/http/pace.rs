//! A body must come at a certain pace: nobody holds a call by sending a byte now and then.

use std::io;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use garde::Validate;
use schemars::JsonSchema;
use secure_action::{Input, Json, Result, action, actions};
use serde::Deserialize;
use tokio::time::{Instant, sleep};

use crate::world::{Answer, App, World, call};

#[derive(Deserialize, JsonSchema, Validate)]
struct Note {
    #[garde(skip)]
    text: String,
}

#[action(app = App, post = "/notes", public, timeout = "100s")]
async fn note(input: Input<Note>) -> Result<Json<usize>> {
    Ok(Json(input.text.len()))
}

/// The pieces of a note of `length` letters.
fn note_of(length: usize, piece: usize) -> Vec<Bytes> {
    let text = format!(r#"{{"text":"{}"}}"#, "x".repeat(length)).into_bytes();
    text.chunks(piece).map(Bytes::copy_from_slice).collect()
}

/// Sends a note of `length` letters in pieces, one each `pause`; the answer, and after how many seconds it came.
async fn slowly(world: &World, length: usize, piece: usize, pause: Duration) -> (Answer, u64) {
    let router = world.router(actions![note]);
    let body = stream::unfold(note_of(length, piece).into_iter(), move |mut pieces| async move {
        sleep(pause).await;
        pieces.next().map(|piece| (Ok::<_, io::Error>(piece), pieces))
    });
    let start = Instant::now();
    let answer = call("POST", "/notes").body("application/json", Body::from_stream(body)).send(&router).await;
    (answer, start.elapsed().as_secs())
}

#[tokio::test(start_paused = true)]
async fn a_body_that_drips_is_refused_long_before_the_deadline() {
    let world = World::new();
    for (length, piece, pause, seconds) in [
        // Nothing at all.
        (100, 100, 3600, 5),
        // A byte each second.
        (100, 1, 1, 5),
        // A good beginning earns as many seconds as kilobytes.
        (20_000, 4096, 4, 20),
    ] {
        let (answer, after) = slowly(&world, length, piece, Duration::from_secs(pause)).await;
        if seconds < 20 {
            answer.is_problem(408, "TIMEOUT");
            assert_eq!(after, seconds, "{length} {piece}");
            assert_eq!(world.new_events().await[0]["outcome"], "timed_out");
        } else {
            assert_eq!(answer.status, 200, "{answer:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_slow_but_steady_has_its_time() {
    let world = World::new();
    let (answer, after) = slowly(&world, 40_000, 1200, Duration::from_secs(1)).await;
    assert_eq!((answer.status.as_u16(), after), (200, 35));
}

#[tokio::test(start_paused = true)]
async fn a_good_beginning_earns_time_up_to_half_a_minute() {
    let world = World::new();
    let router = world.router(actions![note]);
    for (length, pause, status, seconds) in [(2000, 6, 200, 6), (2000, 7, 408, 6), (60_000, 29, 200, 29), (60_000, 90, 408, 30)]
    {
        // All but the end is there at once.
        let mut pieces = note_of(length, length);
        let last = pieces.pop().expect("an end");
        let end = stream::once(async move {
            sleep(Duration::from_secs(pause)).await;
            Ok::<_, io::Error>(last)
        });
        let body = Body::from_stream(stream::iter(pieces).map(Ok).chain(end));
        let start = Instant::now();
        let answer = call("POST", "/notes").body("application/json", body).send(&router).await;
        assert_eq!((answer.status.as_u16(), start.elapsed().as_secs()), (status, seconds), "{length} {pause}");
    }
}
