//! The server's end: requests finish, or are cut off in time.

use std::future::pending;

use axum::routing::get;
use tokio::time::sleep;

use super::*;

fn house() -> House {
    let app =
        Router::new().route("/second", get(async || sleep(SECOND).await)).route("/never", get(async || pending::<()>().await));
    House::new(app)
}

async fn end(house: &House, server: Server) -> (io::Result<()>, Duration) {
    // The requests are on their way.
    tokio::task::yield_now().await;
    let begin = Instant::now();
    let ended = server.end(&house.seats, &house.connections.served).await;
    (ended, begin.elapsed())
}

#[tokio::test(start_paused = true)]
async fn idle_connections_hold_up_nothing() {
    let house = house();
    let (mut fresh, first) = house.connect();
    let (mut half, second) = house.connect();
    send(&mut half, "GET /second HTTP/1.1\r\n").await;
    let (ended, time) = end(&house, Server::new()).await;
    assert!(ended.is_ok() && time == Duration::ZERO, "{ended:?} {time:?}");
    first.await.unwrap();
    second.await.unwrap();
    assert_eq!((rest(&mut fresh).await, rest(&mut half).await), (String::new(), String::new()));
}

#[tokio::test(start_paused = true)]
async fn running_requests_are_answered_and_the_connection_takes_no_other() {
    let house = house();
    let (mut client, connection) = house.connect();
    ask(&mut client, "/second", "keep-alive").await;
    ask(&mut client, "/second", "keep-alive").await;
    let (ended, time) = end(&house, Server::new()).await;
    assert!(ended.is_ok() && time.as_secs() == 1, "{ended:?} {time:?}");
    connection.await.unwrap();
    let answer = rest(&mut client).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("connection: close"), "{answer}");
    assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{answer}");
}

#[tokio::test(start_paused = true)]
async fn what_does_not_finish_is_cut_off_in_time_for_the_trail() {
    let house = house();
    let (mut client, connection) = house.connect();
    ask(&mut client, "/never", "close").await;
    let (ended, time) = end(&house, Server::new().stop_within(Duration::from_secs(10))).await;
    assert!(ended.is_ok() && time.as_secs() == 8, "{ended:?} {time:?}");
    connection.await.unwrap();
    assert_eq!(rest(&mut client).await, "");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_cannot_be_cut_off_is_said_and_the_end_keeps_its_time() {
    let house = house();
    // A connection whose task does not run.
    let _blocked = house.seats.take([203, 0, 113, 9].into(), false, Caps { all: 1, per_client: 1 }).unwrap();
    let (ended, time) = end(&house, Server::new().stop_within(Duration::from_secs(10))).await;
    assert!(ended.unwrap_err().to_string().starts_with("1 calls block"));
    assert!(time <= Duration::from_secs(10), "{time:?}");
}
